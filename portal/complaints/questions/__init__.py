"""What is asked, in which order and of whom: values and forms."""
