"""Write completions for bash and zsh from the program's own parsers. What they offer is in them: no Python starts at a TAB.

Only the names of imported models are looked up: they are the names of folders.
"""

from __future__ import annotations

from command_tree import Argument, Command, walk

from desktop_app.foundation import resources
from desktop_app.models.model_library import RECORD_FILE

READER = "reader"

FILES, FOLDERS, POLICIES, PRESETS, MODELS = "files", "folders", "policies", "presets", "models"

_LOOK_UP_MODELS = f"""_offer_incamera_models()
{{
    local record folder=${{XDG_DATA_HOME:-$HOME/.local/share}}/in-camera/models
    [[ -n ${{INCAMERA_HOME-}} ]] && folder=$INCAMERA_HOME/models
    for record in "$folder"/*/{RECORD_FILE}@NONE@; do
        [[ -e $record ]] || continue
        record=${{record%/*}}
        @OFFER@
    done
}}
"""

_BASH = f"""# bash completion for incamera, written from its own parsers when it was packed

_offer_incamera_words()
{{
    local word
    for word in "${{@:2}}"; do [[ $word == "$1"* ]] && COMPREPLY+=("$word"); done
}}

_offer_incamera_files()
{{
    local found
    compopt -o filenames -o default 2>/dev/null  # default: what is quoted or begins with ~ is left to readline
    while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$@" 2>/dev/null)
}}

{_LOOK_UP_MODELS.replace("@NONE@", "").replace("@OFFER@", '_offer_incamera_words "$1" "${record##*/}"')}
_incamera()
{{
    local IFS=$' \t\n' cur=${{COMP_WORDS[COMP_CWORD]}} option=${{COMP_WORDS[COMP_CWORD - 1]}}
    local command='' index kind='' words='' options=''
    COMPREPLY=()
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $option == = ]]; then
        option=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    for ((index = 1; index < COMP_CWORD; index++)); do
        case "$command ${{COMP_WORDS[index]}}" in
            @COMMANDS@) command+=" ${{COMP_WORDS[index]}}" ;;
            *) break ;;
        esac
    done
    for ((; index < COMP_CWORD; index++)); do [[ ${{COMP_WORDS[index]}} == -- ]] && break; done
    if ((index == COMP_CWORD)); then # not behind --, where all are files
        case "$command $option" in
@VALUES@
        esac
    fi
    if [[ -z $kind ]]; then
        case "$command" in
@PLACES@
        esac
        [[ $cur == -* ]] && ((index == COMP_CWORD)) && kind=words words=$options
    fi
    case "$kind" in
        words | 'words {FILES}') _offer_incamera_words "$cur" $words ;;
        {POLICIES}) _offer_incamera_words "$cur" @POLICIES@ ;;
        {PRESETS}) _offer_incamera_words "$cur" @PRESETS@ ;;
        '{READER} {MODELS}') _offer_incamera_words "$cur" {READER}; _offer_incamera_models "$cur" ;;
        {MODELS} | '{MODELS} {FOLDERS}') _offer_incamera_models "$cur" ;;
    esac
    case "$kind" in
        {FILES} | 'words {FILES}') _offer_incamera_files -f -- "$cur" ;;
        {FOLDERS} | '{MODELS} {FOLDERS}') _offer_incamera_files -d -- "$cur" ;;
        {POLICIES}) _offer_incamera_files -f -X '!*.toml' -- "$cur"; _offer_incamera_files -d -- "$cur" ;;
    esac
}}

complete -F _incamera incamera
complete -o default incamera-window
"""

_ZSH = f"""#compdef incamera incamera-window
# zsh completion for incamera, written from its own parsers when it was packed

{_LOOK_UP_MODELS.replace("@NONE@", "(N)").replace("@OFFER@", 'compadd -- "${record##*/}"')}
_offer_incamera_all_models()
{{
    compadd -- {READER}
    _offer_incamera_models
}}

_offer_incamera_models_and_folders()
{{
    _offer_incamera_models
    _files -/
}}

_offer_incamera_policies()
{{
    compadd -- @POLICIES@
    _files -g '*.toml'
}}

_offer_incamera_presets()
{{
    compadd -- @PRESETS@
}}

@FUNCTIONS@
if [[ $service == incamera-window ]]; then
    _files
else
    _incamera "$@"
fi
"""
_ZSH_ACTIONS = {
    FILES: "_files",
    FOLDERS: "_files -/",
    POLICIES: "_offer_incamera_policies",
    PRESETS: "_offer_incamera_presets",
    MODELS: "_offer_incamera_models",
    f"{READER} {MODELS}": "_offer_incamera_all_models",
    f"{MODELS} {FOLDERS}": "_offer_incamera_models_and_folders",
}


def kind_of(argument: Argument) -> str:
    """Return what completes a value, by what the help calls it; empty where nothing does."""
    match argument.value:
        case "FILE" | "PATH":
            return FILES
        case "FOLDER":
            return FOLDERS
        case "POLICY":
            return POLICIES
        case "NAME" if argument.names == ("--preset",):
            return PRESETS
        case "NAME" if argument.names == ("--model",):
            return f"{READER} {MODELS}"
        case "NAME" if not argument.names:
            return MODELS
        case "NAME|FOLDER":
            return f"{MODELS} {FOLDERS}"
        case _:
            return ""


def bash(top: Command) -> str:
    """Return the file for bash."""
    values, places = [], []
    for command in walk(top):
        path = _path(command)
        for option in command.options:
            if option.value:
                keys = " | ".join(_quoted(f"{path} {name}") for name in option.names)
                kind = "words" if option.choices else kind_of(option) or "nothing"
                values.append(f"            {keys}) kind='{kind}' words='{' '.join(option.choices)}' ;;")
        names = " ".join(name for option in command.options for name in option.names)
        kind = " ".join(kind_of(place) for place in command.places)
        if command.commands:
            kind = "words" if command.words else f"words {FILES}"  # without a command: files for the window
        below = " ".join(one.words[-1] for one in command.commands)
        places.append(f"            {_quoted(path)}) options='{names}' kind='{kind}' words='{below}' ;;")
    paths = [_quoted(_path(command)) for command in walk(top) if command.words]
    return _filled(_BASH, COMMANDS=" | ".join(paths), VALUES="\n".join(values), PLACES="\n".join(places))


def zsh(top: Command) -> str:
    """Return the file for zsh."""
    functions = [_zsh_group(one) if one.commands else _zsh_command(one) for one in reversed([*walk(top)])]
    return _filled(_ZSH, FUNCTIONS="\n".join(functions))


def _path(command: Command) -> str:
    """Return the words to a command as the file for bash gathers them: each behind a blank."""
    return "".join(f" {word}" for word in command.words)


def _zsh_command(command: Command) -> str:
    """Return the function of a command that takes options and files."""
    specs = [spec for option in command.options for spec in _zsh_options(option)]
    for place in command.places:
        many = "*" if place.is_repeated else ""
        specs.append(_quoted(f"{many}:{_zsh_escaped(place.value)}:{_ZSH_ACTIONS.get(kind_of(place), '')}"))
    return _zsh_function(command, ["_arguments -s -S " + " \\\n        ".join(specs)])


def _zsh_group(command: Command) -> str:
    """Return the function of a command with others below it. The program itself also takes files."""
    name = "_".join(("_incamera", *command.words))
    offered = " ".join(_quoted(f"{below.words[-1]}:{below.help}") for below in command.commands)
    cases = [f"        {below.words[-1]}) {name}_{below.words[-1]} ;;" for below in command.commands]
    files, more = ("", []) if command.words else ("; _files", ["        *) _files ;;"])
    return _zsh_function(
        command,
        [
            "local curcontext=$curcontext state line",
            "typeset -A opt_args",
            "_arguments -C '(- : *)'{-h,--help}'[show this help message and exit]' ': :->command' '*:: :->words'",
            'case "$state" in',
            f"    command) local -a commands=({offered}); _describe -t commands command commands{files} ;;",
            '    words) case "$words[1]" in',
            *cases,
            *more,
            "    esac ;;",
            "esac",
        ],
    )


def _zsh_function(command: Command, lines: list[str]) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return f"{'_'.join(('_incamera', *command.words))}()\n{{\n{body}\n}}\n"


def _zsh_options(option: Argument) -> list[str]:
    """Return what `_arguments` is told of an option, for each of its names: it excludes itself unless it may be repeated."""
    action = f"({' '.join(option.choices)})" if option.choices else _ZSH_ACTIONS.get(kind_of(option), "")
    value = f":{_zsh_escaped(option.value)}:{action}" if option.value else ""
    told = f"[{_zsh_escaped(option.help)}]" if option.help else ""
    others = (*option.excludes, *(option.names if len(option.names) > 1 else ()))
    before = "*" if option.is_repeated else f"({' '.join(others)})" if others else ""
    return [_quoted(f"{before}{name}{'=' if value else ''}{told}{value}") for name in option.names]


def _zsh_escaped(text: str) -> str:
    for special in "\\[]:":
        text = text.replace(special, "\\" + special)
    return text


def _filled(template: str, **parts: str) -> str:
    parts |= {"POLICIES": " ".join(resources.policy_names()), "PRESETS": " ".join(resources.preset_names())}
    for name, text in parts.items():
        template = template.replace(f"@{name}@", text)
    return template


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
