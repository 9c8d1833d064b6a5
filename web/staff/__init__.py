"""The pages for those who keep the library: ``/beheer``."""
