"""Attributes that are read only when they are true: a move may be under way in another thread."""


class Awaited:
    """An attribute that waits, when it is read, until no run is in progress."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        if explorer is None:
            return self
        explorer.wait()
        return explorer.__dict__[self.name]

    def __set__(self, explorer, value):
        explorer.__dict__[self.name] = value
