"""Screens of agreements: the list, one agreement with its balance on any day, its dialogs."""
