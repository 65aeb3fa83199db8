"""The program without a screen: values, rules, records, commands, questions and papers."""

__version__ = "0.1.0"
