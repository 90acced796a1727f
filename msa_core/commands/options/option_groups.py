"""Options as frozen dataclasses: each field is an option, each class a panel of the help."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import MISSING, Field, fields
from inspect import Parameter, Signature
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo


def takes(*groups: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a typer command of a function that takes one instance of each of ``groups``.

    A field ``name: Annotated[type, typer.Option(...)] = default`` becomes the option ``--name``, one with a
    ``typer.Argument`` an argument; a field without a default must be given. The first line of the class's docstring
    heads its panel of the help. Names must differ between groups.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        parameters = [_parameter(field, group) for group in groups for field in fields(group)]

        def command(**values: Any) -> None:
            function(*(group(**{f.name: values[f.name] for f in fields(group)}) for group in groups))

        # Typer reads the options from the signature.
        command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in parameters}
        command.__doc__ = function.__doc__
        command.__name__ = function.__name__
        return command

    return decorate


def _parameter(field: Field[Any], group: type) -> Parameter:
    hint = get_type_hints(group, include_extras=True)[field.name]
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{group.__name__}.{field.name} has no typer.Option.")
    kind, option = get_args(hint)
    assert isinstance(option, OptionInfo | ArgumentInfo)
    option = copy(option)
    option.rich_help_panel = (group.__doc__ or group.__name__).splitlines()[0].rstrip(".")
    default = Parameter.empty if field.default is MISSING else field.default
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])
