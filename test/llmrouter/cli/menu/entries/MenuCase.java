package llmrouter.cli.menu.entries;

import llmrouter.cli.menu.Wizard;

import java.util.List;

/// A wizard with answers that lead to the end of it.
///
/// @param group   of the menu
/// @param entry   of the group
/// @param answers to the wizard's questions, in order
/// @param leads   to this text: in the file if the wizard changes it, else on the screen
/// @param kind    what the wizard is expected to do
record MenuCase(String group, String entry, List<String> answers, String leads, Wizard.Kind kind) {
    private static final String YES = "Yes";

    static MenuCase change(String group, String entry, String leads, String... answers) {
        return new MenuCase(group, entry, List.of(answers), leads, Wizard.Kind.CHANGE);
    }

    static MenuCase removal(String group, String entry, String leads, String... answers) {
        return new MenuCase(group, entry, List.of(answers), leads, Wizard.Kind.REMOVAL);
    }

    static MenuCase report(String group, String entry, String leads, String... answers) {
        return new MenuCase(group, entry, List.of(answers), leads, Wizard.Kind.REPORT);
    }

    boolean saves() {
        return kind != Wizard.Kind.REPORT;
    }

    /// The answer to the review.
    String agreement() {
        return kind == Wizard.Kind.REMOVAL ? "Yes, remove it" : YES;
    }

    /// One for every entry of the menu whose operation can run in a test.
    static List<MenuCase> all() {
        return List.of(
            change("Providers", "Add a known provider", "\"id\": \"groq\"", "Groq", ScriptedDialog.ENTER,
                "A variable", "MY_GROQ", "All of them", "No"),
            change("Providers", "Add a known provider", "acct", "Cloudflare Workers AI",
                "https://api.cloudflare.com/client/v4/accounts/acct/ai/v1", "cf", "A file", "~/key", "Only those",
                "m1 m2", "No"),
            change("Providers", "Add a provider by its address", "\"apiKey\": \"sk-typed-0123456789\"",
                "https://llm.third.example/v1", "Third", ScriptedDialog.ENTER, "Type or paste",
                "sk-typed-0123456789", "All of them", "No", "Chat Completions|Messages"),
            change("Providers", "Change a provider", "\"name\": \"New name\"", "first", "Its name", "New name"),
            change("Providers", "Change a provider", "renamed/a", "first", "Its id", "renamed"),
            change("Providers", "Change a provider", "https://new.example/v1", "second", "Its address",
                "https://new.example/v1"),
            change("Providers", "Change a provider", "OTHER_KEY", "second", "Its key", "A variable", "$OTHER_KEY"),
            change("Providers", "Change a provider", "claude", "second", "Its preferred format", "Messages"),
            change("Providers", "Change a provider", "\"d\"", "first", "Its list of models", "a, b, c, d"),
            change("Providers", "Change a provider", "x-team", "first", "Headers", "{\"x-team\": \"one\"}"),
            change("Providers", "Change a provider", "\"enabled\": false", "second", "Switch it off"),
            removal("Providers", "Remove a provider", "!\"id\": \"first\"", "first", "yes"),
            change("Models", "Add models", "\"new-model\"", "first", "new-model"),
            change("Models", "Set the fallbacks", "first/b", "first/a", "first/b|second/m", ScriptedDialog.ENTER),
            change("Models", "Set other names", "\"quick\"", "first/a", "short, quick"),
            change("Models", "Switch models off", "\"enabled\": false", "first/b"),
            change("Models", "Switch models on", "!\"enabled\": false", "first/c"),
            removal("Models", "Remove models", "!first/a", "first", "a", "yes"),
            change("Aliases", "Add an alias", "\"chat.default\"", "chat.default", "auto", "first/a|first/b",
                "first/a@3, first/b@1", "second/m"),
            change("Aliases", "Change an alias", "round-robin", "work", "Its strategy", "round-robin"),
            change("Aliases", "Change an alias", "first/b", "work", "Its targets", "first/a|first/b",
                "first/b, first/a@2"),
            change("Aliases", "Change an alias", "\"fallbackTargets\"", "work", "Its fallback targets", "first/b"),
            change("Aliases", "Rename an alias", "\"job\"", "work", "job"),
            removal("Aliases", "Remove an alias", "!\"work\": {", "work", "yes"),
            change("Caps", "Add a cap", "\"free\"", "second", "Free", "All models", "Requests in a time", "40",
                "a minute"),
            change("Caps", "Add a cap", "\"size\": 6", "first", "Six hours", "Some models", "a|b",
                "Tokens in a time|Requests at the same time", "90000", "4", "another time", "hour:6"),
            change("Caps", "Change a cap", "\"name\": \"Hourly\"", "first", "each-hour", "Hourly", ScriptedDialog.ENTER,
                ScriptedDialog.ENTER, "200", "5000", ScriptedDialog.ENTER),
            change("Caps", "Change a cap", "!\"tokens\"", "first", "each-hour", ScriptedDialog.ENTER,
                ScriptedDialog.ENTER, "Requests in a time", "300", ScriptedDialog.ENTER),
            removal("Caps", "Remove a cap", "!each-hour", "first", "each-hour"),
            report("Caps", "Show all caps", "no gateway runs"),
            change("Keys for clients", "Set the master key", "gw_typed", "Type or paste",
                "gw_typedMasterKey0123456789ABCDEFGHabcdefgh"),
            change("Keys for clients", "Add a client key", "\"name\": \"ada\"", "ada", "Only some", "work|spare",
                "60/1m", "30d", "Type or paste", "gw_typedClientKey0123456789ABCDEFGHabcdefgh"),
            change("Keys for clients", "Change a client key", "\"spare\"", "ci", "What it may", "Only some", "spare"),
            change("Keys for clients", "Change a client key", "\"concurrency\": 4", "ci", "Its caps", "4 concurrent"),
            change("Keys for clients", "Change a client key", "\"expires\"", "ci", "When its key ends", "2099-01-31"),
            report("Keys for clients", "List the keys", "ci models=work"),
            removal("Keys for clients", "Revoke a client key", "!\"ci\"", "ci"),
            removal("Keys for clients", "Remove the master key", "!\"masterKey\""),
            change("Settings", "Set the default model", "\"defaultModel\": \"spare\"", "spare"),
            change("Settings", "Set the default model", "second/typed", "Another model", "second/typed"),
            change("Settings", "Set what answers for unknown", "\"unknownModels\": \"work\"", "work"),
            change("Settings", "Set strict", "!\"strictTranslation\": true", "Translate it"),
            report("Look", "Summary of the configuration", "- first (First)"),
            report("Look", "Summary of the routing", "work"),
            report("Look", "Show one part", "first", "first"),
            report("Look", "Where would a request go?", "first/a", "work"),
            report("Look", "What happened to the latest", "request"),
            report("Look", "Status of the running", "no gateway runs"),
            report("Look", "Check the file", "valid"),
            report("File", "History of changes", "strict"),
            change("File", "Undo", "!\"strictTranslation\"", "copy 1"));
    }
}
