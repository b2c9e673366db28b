import {
  type APIMessageTopLevelComponent,
  type AutocompleteInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  GatewayIntentBits,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import type { Playground } from "../../src/playground/playground.ts";

/** A bot that uses everything the page can show. */
export async function startFakeBot({ apiUrl, token, guild }: Playground): Promise<Client> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: apiUrl } });
  const answer = async (interaction: Interaction) => {
    if (interaction.isAutocomplete()) await suggest(interaction);
    else if (interaction.isChatInputCommand()) await runCommand(interaction, guild.channels.daily);
    else if (interaction.isModalSubmit()) await confirm(interaction);
    else if (interaction.isChannelSelectMenu())
      await interaction.reply({ content: `You chose <#${interaction.values[0]}>`, flags: MessageFlags.Ephemeral });
    else if (interaction.isButton() && interaction.customId !== "dead")
      await interaction.reply({
        content: `You chose ${interaction.customId.split(":").at(-1)}`,
        flags: MessageFlags.Ephemeral,
      });
  };
  // While a fault is on, the page must show what failed.
  client.on("interactionCreate", (interaction) => void answer(interaction).catch(() => undefined));
  const ready = new Promise((resolve) => client.once("clientReady", resolve));
  await client.login(token);
  await ready;
  await client.application?.commands.set([scheduleCommand(), importCommand(), ...plainCommands()]);
  return client;
}

function scheduleCommand() {
  return new SlashCommandBuilder()
    .setName("schedule")
    .setDescription("Set when questions are posted")
    .setDefaultMemberPermissions(32)
    .addSubcommand((add) =>
      add
        .setName("add")
        .setDescription("Post a question every day")
        .addChannelOption((option) => option.setName("channel").setDescription("Where to post").setRequired(true))
        .addStringOption((option) => option.setName("time").setDescription("When, as HH:MM").setRequired(true))
        .addStringOption((option) => option.setName("timezone").setDescription("Which clock").setAutocomplete(true)),
    )
    .addSubcommand((post) =>
      post
        .setName("post-now")
        .setDescription("Post a question now")
        .addStringOption((option) =>
          option.setName("schedule").setDescription("Which").setRequired(true).setAutocomplete(true),
        ),
    );
}

function importCommand() {
  return new SlashCommandBuilder()
    .setName("import")
    .setDescription("Import a file")
    .addAttachmentOption((option) => option.setName("file").setDescription("Which").setRequired(true));
}

function plainCommands() {
  return ["report", "details", "slow", "silent", "broken", "showcase"].map((name) =>
    new SlashCommandBuilder().setName(name).setDescription(`For the ${name} test`),
  );
}

async function suggest(interaction: AutocompleteInteraction): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  if (name === "schedule") return interaction.respond([{ name: "every day at 09:00", value: "daily" }]);
  const zones = ["Berlin", "Lisbon"].filter((zone) => zone.toLowerCase().includes(value.toLowerCase()));
  return interaction.respond(zones.map((zone) => ({ name: zone, value: `Europe/${zone}` })));
}

async function runCommand(interaction: ChatInputCommandInteraction, dailyId: string): Promise<unknown> {
  switch (interaction.commandName) {
    case "schedule":
      return interaction.options.getSubcommand() === "add" ? schedule(interaction) : postNow(interaction, dailyId);
    case "report":
      return interaction.showModal(reportForm());
    case "details":
      return interaction.showModal(detailsForm());
    case "slow":
      await interaction.deferReply();
      await new Promise((resolve) => setTimeout(resolve, 700));
      return interaction.editReply("Done thinking");
    case "broken":
      return interaction.reply({ content: "Click it", components: [buttons(["dead", "Dead"])] });
    case "showcase":
      return interaction.reply({ flags: MessageFlags.IsComponentsV2, components: showcase() });
    default:
      return undefined;
  }
}

async function schedule(interaction: ChatInputCommandInteraction): Promise<void> {
  const { options } = interaction;
  const zone = options.getString("timezone");
  const channel = options.getChannel("channel", true);
  const time = `${options.getString("time", true)}${zone ? ` (${zone})` : ""}`;
  await interaction.reply({
    content: `Questions will be posted in <#${channel.id}> at ${time}`,
    flags: MessageFlags.Ephemeral,
    components: [buttons(["schedules.preview:daily", "Preview"])],
  });
}

async function postNow(interaction: ChatInputCommandInteraction, dailyId: string): Promise<void> {
  const channel = await interaction.client.channels.fetch(dailyId);
  if (!channel?.isSendable()) throw new Error("#daily is missing");
  const row = buttons(["daily.answer:now:A", "A"], ["daily.answer:now:B", "B"]);
  await channel.send({
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        accent_color: 0xd9a441,
        components: [{ type: ComponentType.TextDisplay, content: "### A PUT times out. What can the client do?" }, row],
      },
    ],
  });
  await interaction.reply({ content: "Posted.", flags: MessageFlags.Ephemeral });
}

function buttons(...pairs: [customId: string, label: string][]) {
  return {
    type: ComponentType.ActionRow as const,
    components: pairs.map(([custom_id, label]) => ({
      type: ComponentType.Button as const,
      style: ButtonStyle.Secondary as const,
      custom_id,
      label,
    })),
  };
}

function reportForm(): ModalBuilder {
  const topics = Array.from({ length: 14 }, (_, index) =>
    new StringSelectMenuOptionBuilder().setLabel(`Topic ${index + 1}`).setValue(`topic-${index + 1}`),
  );
  const input = new TextInputBuilder().setCustomId("what").setStyle(TextInputStyle.Short).setMinLength(3);
  return new ModalBuilder()
    .setCustomId("report")
    .setTitle("Report a problem")
    .addLabelComponents(
      new LabelBuilder()
        .setLabel("What's wrong?")
        .setDescription("One sentence is enough")
        .setTextInputComponent(input),
      new LabelBuilder()
        .setLabel("Topic")
        .setStringSelectMenuComponent(new StringSelectMenuBuilder().setCustomId("topic").addOptions(topics)),
      new LabelBuilder()
        .setLabel("How certain are you?")
        .setRadioGroupComponent((group) =>
          group
            .setCustomId("certainty")
            .addOptions({ label: "Certain", value: "certain" }, { label: "Guessing", value: "guessing" }),
        ),
    );
}

/** The input types that the report form lacks. */
function detailsForm(): ModalBuilder {
  return new ModalBuilder()
    .setCustomId("details")
    .setTitle("Details")
    .addLabelComponents(
      new LabelBuilder()
        .setLabel("What happened?")
        .setTextInputComponent(
          new TextInputBuilder().setCustomId("what").setStyle(TextInputStyle.Paragraph).setRequired(false),
        ),
      new LabelBuilder()
        .setLabel("Who saw it?")
        .setUserSelectMenuComponent((menu) => menu.setCustomId("who").setMaxValues(2)),
      new LabelBuilder()
        .setLabel("Where?")
        .setCheckboxGroupComponent((group) =>
          group
            .setCustomId("where")
            .addOptions(["Here", "There"].map((label) => ({ label, value: label.toLowerCase() }))),
        ),
      new LabelBuilder().setLabel("Again?").setCheckboxComponent((box) => box.setCustomId("again")),
      new LabelBuilder()
        .setLabel("A file")
        .setDescription("A log, for example")
        .setFileUploadComponent((upload) => upload.setCustomId("file").setMaxValues(2)),
    );
}

async function confirm(interaction: ModalSubmitInteraction): Promise<void> {
  const { fields, customId } = interaction;
  if (customId === "details") {
    const entries = [
      fields.getTextInputValue("what"),
      ...(fields.getSelectedUsers("who")?.map(({ displayName }) => displayName) ?? []),
      ...fields.getCheckboxGroup("where"),
      String(fields.getCheckbox("again")),
      ...(fields.getUploadedFiles("file")?.map(({ name, size }) => `${name} of ${size} bytes`) ?? []),
    ];
    await interaction.reply({ content: `Details: ${entries.join(", ")}`, flags: MessageFlags.Ephemeral });
    return;
  }
  const entries = [
    fields.getTextInputValue("what"),
    ...fields.getStringSelectValues("topic"),
    fields.getRadioGroup("certainty"),
  ];
  await interaction.reply({ content: `Reported: ${entries.join(", ")}`, flags: MessageFlags.Ephemeral });
}

const WORDS = `# Large
## Middle
### Small
-# Tiny
**bold** *italic* __under__ ~~struck~~ ||hidden|| \`code\` [link](https://example.org)
> A quote
- one
  - inner
1. first
<t:1700000000:R> @everyone
\`\`\`python
def mean(xs: list[int]) -> float:  # comment
    return sum(xs) / len(xs) if xs else 0.5
\`\`\`
\`\`\`diff
- "old"
+ "new"
\`\`\``;

/** One of each component, so that axe checks them all. */
function showcase(): APIMessageTopLevelComponent[] {
  const styles = [ButtonStyle.Primary, ButtonStyle.Secondary, ButtonStyle.Success, ButtonStyle.Danger] as const;
  return [
    { type: ComponentType.TextDisplay, content: WORDS },
    {
      type: ComponentType.Container,
      accent_color: 0x57a773,
      components: [
        { type: ComponentType.TextDisplay, content: WORDS },
        { type: ComponentType.Separator, divider: true },
        {
          type: ComponentType.Section,
          components: [{ type: ComponentType.TextDisplay, content: "A section" }],
          accessory: { type: ComponentType.Button, style: ButtonStyle.Link, label: "Read", url: "https://example.org" },
        },
        {
          type: ComponentType.ActionRow,
          components: styles.map((style) => ({
            type: ComponentType.Button,
            style,
            label: "Click",
            custom_id: `style-${style}`,
          })),
        },
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.ChannelSelect, custom_id: "channel", placeholder: "Choose a channel" }],
        },
      ],
    },
    {
      type: ComponentType.Container,
      spoiler: true,
      components: [{ type: ComponentType.TextDisplay, content: "A hidden card" }, buttons(["hidden", "Hidden"])],
    },
    { type: ComponentType.TextDisplay, content: "The end of the showcase" },
  ];
}
