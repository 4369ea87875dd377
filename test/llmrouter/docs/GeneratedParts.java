package llmrouter.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.cli.agent.ExplainCommand;
import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigSection;
import llmrouter.config.read.Setting;
import llmrouter.config.read.Setting.Group;
import llmrouter.config.read.SettingsTable;
import llmrouter.config.schema.ConfigSchema;
import llmrouter.json.JsonWriter;
import llmrouter.report.CodeEntry;
import llmrouter.report.CodePlace;

/// The parts of the documents that are made from tables of the program. Each stands between `<!-- NAME: … -->` and
/// `<!-- /NAME -->`. `./build.sh docs` writes them.
public final class GeneratedParts {
    private GeneratedParts() {}

    /// @param name    of the marks around the part
    /// @param content lines, each with its line break
    record Part(Path file, String name, String content) {
        /// The name of a part that is the whole file.
        static final String WHOLE = "";

        /// The document with this part in its place.
        String in(String document) {
            if (name.equals(WHOLE)) return content;
            int begin = document.indexOf("\n", document.indexOf("<!-- " + name + ":")) + 1;
            int end = document.indexOf("<!-- /" + name + " -->");
            if (begin == 0 || end < begin) throw new IllegalStateException(file + " has no marks of the part " + name);
            return document.substring(0, begin) + content + document.substring(end);
        }
    }

    /// Writes every part into its document.
    public static void main(String[] arguments) throws IOException {
        for (Part part : all()) {
            String before = Files.exists(part.file()) ? Files.readString(part.file()) : "";
            String after = part.in(before);
            if (!after.equals(before)) Files.writeString(part.file(), after);
        }
    }

    static List<Part> all() throws IOException {
        var parts = new ArrayList<Part>();
        parts.add(new Part(Path.of("docs/environment.md"), "settings", settings()));
        for (ConfigSection section : ConfigSection.values()) {
            if (section != ConfigSection.NAMES) parts.add(new Part(Path.of("docs/configuration.md"), word(section),
                keys(section)));
        }
        parts.add(new Part(Path.of("docs/commands.md"), "commands", CommandsPage.text()));
        parts.add(new Part(Path.of("docs/providers.md"), "providers", ProvidersPage.text()));
        parts.add(new Part(Path.of("docs/errors.md"), "codes", codes()));
        parts.add(new Part(Path.of("docs/configuration.schema.json"), Part.WHOLE,
            JsonWriter.pretty(ConfigSchema.schema()) + "\n"));
        for (String kind : List.of("requests", "answers")) {
            parts.add(new Part(Path.of("docs/translation.md"), kind, TranslationTable.of(kind)));
        }
        return parts;
    }

    /// What marks and examples call a section, e.g. `client-key`.
    static String word(ConfigSection section) {
        return section.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String settings() {
        var out = new StringBuilder();
        for (Group group : Group.values()) {
            out.append("\n## ").append(group.title())
                .append("\n\n| variable | default | allowed | meaning |\n|---|---|---|---|\n");
            for (Setting setting : SettingsTable.rows()) {
                if (setting.group() == group) out.append(row(setting));
            }
        }
        return out.append('\n').toString();
    }

    private static String row(Setting setting) {
        String names = names(setting.name(), setting.olderNames());
        String preset = setting.preset() == null ? "–" : "`" + setting.preset() + "`";
        String unit = setting.kind().unit().isEmpty() ? "" : ", in " + setting.kind().unit();
        String twin = setting.twin() == null ? "" : " See also " + setting.twin() + ".";
        return "| " + names + " | " + preset + " | " + cell(setting.kind().allowed()) + unit + " | "
            + cell(setting.meaning()) + twin + " |\n";
    }

    private static String keys(ConfigSection section) {
        var out = new StringBuilder();
        if (!section.where().isEmpty()) out.append("Place: `").append(section.where().replace(" and ",
            "` and `")).append("`\n\n");
        out.append("| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
        for (ConfigKey key : section.keys()) {
            String names = names(key.name(), key.otherNames());
            String preset = key.preset() == null ? "**required**" : key.preset();
            out.append("| ").append(names).append(" | ").append(key.type()).append(" | ").append(preset).append(" | ")
                .append(cell(key.meaning())).append(" | `").append(cell(key.example())).append("` |\n");
        }
        return out.toString();
    }

    /// The error catalogue: a table for each place, each code where it is met first.
    private static String codes() {
        var out = new StringBuilder();
        for (CodePlace place : CodePlace.values()) {
            List<CodeEntry> here = ExplainCommand.codes().stream().filter(e -> e.places().getFirst() == place).toList();
            if (here.isEmpty()) continue;
            out.append("\n## ").append(heading(place)).append("\n\nPlace: ").append(place.title())
                .append("\n\n| code | meaning | cause | fix |\n|---|---|---|---|\n");
            for (CodeEntry entry : here) out.append(row(entry));
        }
        return out.append('\n').toString();
    }

    private static String heading(CodePlace place) {
        return switch (place) {
            case OUTCOME -> "How a request ended";
            case SKIP -> "Why a candidate was not called";
            case STATE -> "The state of a candidate or a route";
            case ERROR_CODE -> "Codes of error answers";
            case ERROR_TYPE -> "Types of error answers";
            case COMMAND -> "Errors of commands";
            case GATE -> "Gates of ai-help";
        };
    }

    private static String row(CodeEntry entry) {
        var others = entry.places().subList(1, entry.places().size());
        String also = others.isEmpty() ? "" : "; also in: "
            + String.join(", ", others.stream().map(CodePlace::title).toList());
        return "| `" + entry.code() + "` | " + cell(entry.meaning() + also) + " | " + cell(entry.cause()) + " | "
            + cell(entry.fix()) + " |\n";
    }

    private static String names(String name, List<String> others) {
        return "`" + name + "`" + (others.isEmpty() ? "" : " (`" + String.join("`, `", others) + "`)");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
