"""What is called when a run fails: a command, a webhook, or both, as `[hooks]` of the settings names them."""

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import httpx
from prefect.logging.loggers import flow_run_logger

from schemas.errors import ConfigurationError
from schemas.settings import load_settings


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Tell the operator's command and webhook of a failed or crashed run; a hook that fails is logged, no more.

    The command gets the message on standard input and the facts as COPYDESK_FLOW, COPYDESK_RUN and COPYDESK_STATE; the
    webhook gets all of them as JSON.
    """
    config = (flow_run.parameters or {}).get("config")
    try:
        hooks = load_settings(Path(config) if config else None).hooks
    except ConfigurationError:  # the run failed of the same fault and has told it
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
