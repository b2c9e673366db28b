"""The same bot as the other clients, see contract.mjs. This version of discord.py has no Components V2."""

import io
import os
import sys
import threading

import discord
import yarl
from discord import app_commands, http, ui

API = os.environ["PLAYGROUND_API"]
GUILD = discord.Object(int(os.environ["GUILD_ID"]))

http.Route.BASE = f"{API}/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(API.replace("http", "ws").replace("/api", "/gateway"))


class Client(discord.Client):
    def __init__(self):
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True))
        self.tree = app_commands.CommandTree(self)
        self.received = 0

    async def setup_hook(self):
        await self.tree.sync(guild=GUILD)

    async def on_message(self, message):
        if message.author.id != self.user.id:
            self.received += 1


class Selects(ui.View):
    @ui.select(
        custom_id="string-select",
        options=[discord.SelectOption(label="One", value="one"), discord.SelectOption(label="Two", value="two")],
    )
    async def on_strings(self, interaction, select):
        await interaction.response.edit_message(content=",".join(select.values))

    @ui.select(cls=ui.UserSelect, custom_id="user-select")
    async def on_users(self, interaction, select):
        await interaction.response.edit_message(content=",".join(user.name for user in select.values))


class Modal(ui.Modal, title="A modal"):
    text = ui.TextInput(label="Text", custom_id="text")

    async def on_submit(self, interaction):
        await interaction.response.send_message(self.text.value)


async def embeds(interaction):
    embed = discord.Embed(title="An embed", description="From a client library")
    await interaction.response.send_message(embed=embed.add_field(name="Field", value="1"))


async def selects(interaction):
    await interaction.response.send_message("Choose", view=Selects())


async def modals(interaction):
    await interaction.response.send_modal(Modal(custom_id="modal"))


async def files(interaction):
    contents = io.BytesIO(b"Notes from a client library\n")
    await interaction.response.send_message(file=discord.File(contents, "notes.txt"))


async def follow_ups(interaction):
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content="first")
    await interaction.followup.send("second", ephemeral=True)


async def threads(interaction):
    message = await interaction.channel.send("A message")
    thread = await message.create_thread(name="A thread")
    await thread.send("in the thread")
    await interaction.response.send_message(str(thread.id))


async def missed(interaction):
    await interaction.response.send_message(str(client.received))


STEPS = {
    "embeds": embeds,
    "selects": selects,
    "modals": modals,
    "files": files,
    "follow-ups": follow_ups,
    "threads": threads,
    "missed": missed,
}

client = Client()


@client.tree.command(description="Exercises a client library", guild=GUILD)
async def fidelity(interaction: discord.Interaction, step: str):
    await STEPS[step](interaction)


def end_with_harness():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_harness, daemon=True).start()
client.run(os.environ["PLAYGROUND_TOKEN"])
