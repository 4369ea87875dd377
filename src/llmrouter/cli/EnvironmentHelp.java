package llmrouter.cli;

import llmrouter.config.read.Setting;
import llmrouter.config.read.Setting.Group;
import llmrouter.config.read.SettingsTable;

/// The text of `llm-router help environment`, made from the table of settings, at most 80 columns wide.
final class EnvironmentHelp {
    /// The word after `help`.
    static final String TOPIC = "environment";
    private static final int INDENT = 6;

    private EnvironmentHelp() {}

    static String text() {
        var out = new StringBuilder("llm-router - variables of the environment\n");
        out.append("\nA blank value counts as none. A value that cannot be used is an error at start.\n");
        for (Group group : Group.values()) {
            out.append('\n').append(group.title()).append(":\n");
            for (Setting setting : SettingsTable.rows()) {
                if (setting.group() == group) row(setting, out);
            }
        }
        return out.toString();
    }

    private static void row(Setting setting, StringBuilder out) {
        out.append("  ").append(setting.name());
        if (setting.preset() != null) out.append('=').append(setting.preset());
        out.append('\n');
        paragraph(setting.meaning(), out);
        paragraph("Allowed: " + setting.kind().allowed() + unit(setting) + ".", out);
        if (setting.twin() != null) paragraph("See also: " + setting.twin().replace("`", "") + ".", out);
        String older = String.join(", ", setting.olderNames());
        if (!older.isEmpty()) paragraph("Other names: " + older + ".", out);
    }

    private static String unit(Setting setting) {
        return setting.kind().unit().isEmpty() ? "" : " (" + setting.kind().unit() + ")";
    }

    private static void paragraph(String text, StringBuilder out) {
        Help.wrap(text, INDENT, out);
    }
}
