package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.files.FileNames;
import llmrouter.files.Home;

/// What a process cannot use in its surroundings: the home folder, the current folder, words in letters that the locale
/// does not have. Each is told in one sentence before a command runs.
final class Places {
    /// Words of commands that use no file.
    private static final List<String> WITHOUT_FILES = List.of("help", "-h", "--help", "version", "-v", "-V",
        "--version");

    private Places() {}

    /// Why no command may run with these words and variables; null if it may. They would be saved damaged, or name
    /// another file.
    static String refusal(List<String> words, Map<String, String> environment) {
        for (String word : words) {
            if (!FileNames.usable(word)) return "an argument " + FileNames.WHY + "; " + FileNames.FIX;
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            boolean ours = variable.getKey().startsWith("LLM_ROUTER_") || variable.getKey().equals("ROUTE_CONFIG_JSON");
            if (ours && !FileNames.usable(variable.getValue())) {
                return "the environment variable " + variable.getKey() + " " + FileNames.WHY + "; " + FileNames.FIX;
            }
        }
        return null;
    }

    /// What to warn of before a command runs, each as one line.
    static List<String> warnings(List<String> words, String homeProblem, String currentFolder) {
        if (words.isEmpty() || words.stream().anyMatch(WITHOUT_FILES::contains)) return List.of();
        var warnings = new ArrayList<String>();
        if (homeProblem != null) {
            warnings.add("there is no home folder, so a gateway keeps its routing state in memory and logs no "
                + "requests, and 'status', 'stop' and 'reload' do not find it: " + homeProblem);
        }
        if (!FileNames.usable(currentFolder)) {
            warnings.add("the current folder " + FileNames.WHY + ", so only absolute paths can be used: "
                + FileNames.FIX);
        }
        return warnings;
    }

    /// As [#warnings(List, String, String)], of this process.
    static List<String> warnings(List<String> words) {
        return warnings(words, Home.problem(), System.getProperty("user.dir"));
    }
}
