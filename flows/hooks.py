"""What is called when a run fails: a command, a webhook, or both, as `[hooks]` of the settings names them."""

import contextlib
import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import httpx
from prefect.logging.loggers import flow_run_logger

from schemas.errors import ConfigurationError
from schemas.settings import HooksSettings, load_settings


def _hooks(config: str | None) -> HooksSettings | None:
    """The hooks of the run's own settings; where those cannot be read, which may be the failure, of the usual ones."""
    for file in (config, None):
        with contextlib.suppress(ConfigurationError):
            return load_settings(Path(file) if file else None).hooks
    return None


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Tell the operator's command and webhook of a failed or crashed run; a hook that fails is logged, no more.

    The command gets the message on standard input and the facts as COPYDESK_FLOW, COPYDESK_RUN and COPYDESK_STATE; the
    webhook gets all of them as JSON.
    """
    config = (flow_run.parameters or {}).get("config")
    hooks = _hooks(config)
    if hooks is None:
        return
    facts = {"flow": flow.name, "run": flow_run.name, "state": state.name, "message": state.message or ""}
    logger = flow_run_logger(flow_run, flow)  # the hook runs outside of the run, or in the worker
    if hooks.failure_command:
        environment = os.environ | {f"COPYDESK_{name.upper()}": value for name, value in facts.items()}
        try:
            subprocess.run(
                shlex.split(hooks.failure_command),
                input=facts["message"].encode(),
                env=environment,
                timeout=hooks.timeout_s,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            logger.warning("hooks.failure_command failed: %s", error)
    if hooks.failure_webhook:
        try:
            body = json.dumps(facts).encode()
            headers = {"Content-Type": "application/json"}
            httpx.post(hooks.failure_webhook, content=body, headers=headers, timeout=hooks.timeout_s).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            logger.warning("hooks.failure_webhook failed: %s", error)
