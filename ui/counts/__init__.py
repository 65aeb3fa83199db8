"""The screens of counts."""
