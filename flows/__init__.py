"""The control room: commands, Prefect flows, worker processes, gates. The only room that knows Prefect."""
