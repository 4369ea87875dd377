package llmrouter.cli.menu.hosting;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;

/// What was typed at the shell already, as the words of the command that a wizard makes. Secrets are left out.
record GivenWords(Invocation in) {
    /// Flags whose value goes another way, and those that the wizard itself decides.
    private static final List<String> ELSEWHERE = List.of("api-token", "master-key", Flag.CONFIG.name(), "yes");

    /// The name of the command, and its flags.
    List<String> words() {
        var words = new ArrayList<>(List.of(in.command().name()));
        for (String word : in.arguments().words()) {
            String flag = word.substring(2, word.indexOf('='));
            boolean ofSecret = flag.startsWith("api-token") || flag.equals("master-key-stdin");
            if (!ofSecret && !ELSEWHERE.contains(flag)) words.add(shortened(flag, word));
        }
        return words;
    }

    /// A switch without its value.
    private String shortened(String flag, String word) {
        if (in.command().flag(flag).takesValue()) return word;
        return in.arguments().isOn(flag) ? "--" + flag : "--no-" + flag;
    }

    boolean has(String flag) {
        return in.command().flag(flag) != null && in.arguments().given(flag);
    }

    String text(String flag) {
        return has(flag) ? in.arguments().text(flag) : null;
    }

    boolean isOn(String flag) {
        return has(flag) && in.arguments().isOn(flag);
    }
}
