"""The commands `accounts …`: who may sign in to `bilateral serve`, and as what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bilateral.cli.options import FormatOption, OutOption, RecordOption
from bilateral.cli.output import add_commands, open_existing, write_table
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from bilateral.settings import Settings

__all__ = ["add_accounts_commands"]

_Name = Annotated[str, typer.Argument(help="Name of the account, as it stands in the journal.")]
_Role = Annotated[str, typer.Option("--role", help="reader, reviewer or admin.")]
_SettingsOption = Annotated[Path | None, typer.Option("--settings", help="Settings; bilateral.toml by default.")]


def _find_file(record: Path, settings: Path | None) -> tuple[Path, Settings]:
    """The file of the accounts of a record that must be there, and the settings."""
    from bilateral.settings import read_settings  # noqa: PLC0415
    from bilateral.web.accounts import find_accounts_file  # noqa: PLC0415 - loads the web app

    chosen = read_settings(settings)
    return find_accounts_file(open_existing(record, settings).path, chosen), chosen


def _ask_password() -> str:
    """A password from the prompt, or the first line of what is piped in; never from the command line, which others can see."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt="Once more"))
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        message = "got no password, expected one at the prompt or as the first line of the standard input"
        raise SettingsError(message)
    return given


def _add(name: _Name, *, record: RecordOption, role: _Role = "reviewer", settings: _SettingsOption = None) -> None:
    """Add an account; the password is asked for, or read from the standard input."""
    from bilateral.web.accounts import add_account, check_new_account  # noqa: PLC0415
    from bilateral.web.passwords import PasswordCheck  # noqa: PLC0415

    path, chosen = _find_file(record, settings)
    check_new_account(path, name, role)
    made = add_account(path, name, role=role, password=_ask_password(), check=PasswordCheck(chosen))
    typer.echo(f"{made.name} may sign in as {made.role}; accounts are kept in {path}")


def _list(*, record: RecordOption, form: FormatOption = None, out: OutOption = None, settings: _SettingsOption = None) -> None:
    """Accounts with their roles and tokens."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    from bilateral.web.accounts import AccountsFile  # noqa: PLC0415

    rows = list(AccountsFile(_find_file(record, settings)[0]).read().values())
    told = {
        "name": [row.name for row in rows], "role": [row.role for row in rows], "made": [row.made for row in rows],
        "tokens": [", ".join(f"{one.token_id} ({one.role}, until {one.expires[:10]})" for one in row.tokens) for row in rows],
    }  # fmt: skip
    write_table(pa.table({name: pa.array(values, pa.string()) for name, values in told.items()}), "accounts", form, out)


def _role(name: _Name, role: Annotated[str, typer.Argument(help="reader, reviewer or admin.")], *, record: RecordOption, settings: _SettingsOption = None) -> None:
    """Give an account another role; it is signed out everywhere."""
    from bilateral.web.accounts import change_role  # noqa: PLC0415

    changed = change_role(_find_file(record, settings)[0], name, role)
    typer.echo(f"{changed.name} is {changed.role} now")


def _password(name: _Name, *, record: RecordOption, settings: _SettingsOption = None) -> None:
    """Give an account another password; it is signed out everywhere, and its tokens are taken back."""
    from bilateral.web.accounts import change_password, find_account  # noqa: PLC0415
    from bilateral.web.passwords import PasswordCheck  # noqa: PLC0415

    path, chosen = _find_file(record, settings)
    find_account(path, name)
    changed = change_password(path, name, _ask_password(), check=PasswordCheck(chosen))
    typer.echo(f"the password of {changed.name} is changed")


def _remove(name: _Name, *, record: RecordOption, settings: _SettingsOption = None) -> None:
    """Remove an account; its decisions stay in the journal."""
    from bilateral.web.accounts import remove_account  # noqa: PLC0415

    left = remove_account(_find_file(record, settings)[0], name)
    typer.echo(f"{name} may no longer sign in; accounts left: {left}")
    if not left:
        typer.echo("careful: without accounts the app, started anew, is open to everybody at this machine, and to nobody else", err=True)


def _token(
    name: _Name, *, record: RecordOption, days: Annotated[int, typer.Option("--days", min=1, max=3_650, help="Days until it ends.")] = 90,
    role: Annotated[str, typer.Option("--role", help="At most this role; the account's own by default.")] = "", settings: _SettingsOption = None,
) -> None:  # fmt: skip
    """Make a token for a program, which sends it as `Authorization: Bearer TOKEN`; it is shown this once."""
    from bilateral.web.accounts import make_token  # noqa: PLC0415

    typer.echo(make_token(_find_file(record, settings)[0], name, days=days, role=role))


def _revoke(
    name: _Name, token_id: Annotated[str, typer.Argument(help="Its number, as `accounts list` shows it; all tokens of the account where none is given.")] = "",
    *, record: RecordOption, settings: _SettingsOption = None,
) -> None:  # fmt: skip
    """Take tokens of an account back."""
    from bilateral.web.accounts import revoke_tokens  # noqa: PLC0415

    typer.echo(f"tokens taken back: {revoke_tokens(_find_file(record, settings)[0], name, token_id)}")


def add_accounts_commands(app: typer.Typer) -> None:
    """Add `accounts …` to the program.

    Args:
        app: The program.
    """
    accounts = typer.Typer(no_args_is_help=True, help="Who may sign in to `bilateral serve`, and as what; kept beside the record, never in it.")
    start = "bilateral accounts"
    add_commands(accounts, (
        ("add", _add, f"{start} add ann --role reviewer --record record/"),
        ("list", _list, f"{start} list --record record/"),
        ("role", _role, f"{start} role ann admin --record record/"),
        ("password", _password, f"{start} password ann --record record/"),
        ("remove", _remove, f"{start} remove ann --record record/"),
        ("token", _token, f"{start} token ann --days 30 --role reader --record record/"),
        ("revoke", _revoke, f"{start} revoke ann 0a1b2c3d --record record/"),
    ))  # fmt: skip
    app.add_typer(accounts, name="accounts")
