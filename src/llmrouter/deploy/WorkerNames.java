package llmrouter.deploy;

import llmrouter.config.Finding;
import llmrouter.config.Ids;
import llmrouter.worker.HostedEnvironment;

/// The rule for names of Workers, and the names of what a hosted gateway reads.
public final class WorkerNames {
    /// The name that a Worker gets if none is chosen.
    public static final String USUAL = "llm-router";
    public static final String MASTER_KEY = "LLM_ROUTER_MASTER_KEY";
    public static final String STATE = "LLM_ROUTER_STATE";
    public static final String STATE_CLASS = "RoutingState";
    /// A label of a host has at most 63 characters, and on workers.dev the name is one.
    private static final int LONGEST = 63;

    private WorkerNames() {}

    /// The name of the Worker of an environment: `NAME-ENV`.
    ///
    /// @param environment or null
    public static String of(String name, String environment) {
        return environment == null ? name : name + "-" + environment;
    }

    /// Why this cannot be a Worker's name, a clause; null if it can.
    public static String problem(String name) {
        boolean valid = !name.isEmpty() && name.length() <= LONGEST && !name.startsWith("-") && !name.endsWith("-");
        for (char c : name.toCharArray()) {
            valid &= Ids.isDigit(c) || c >= 'a' && c <= 'z' || c == '-' || c == '_';
        }
        return valid ? null : Finding.quoted(name) + " cannot be a Worker's name (1 to " + LONGEST
            + " lower-case letters, digits, hyphens and underscores; no hyphen at its start or end)";
    }

    /// Whether a Worker of this name can have an address below workers.dev: an underscore is for no host.
    public static boolean isHost(String name) {
        return problem(name) == null && name.indexOf('_') < 0;
    }

    /// Which piece of the configuration a secret of this name is, from 1; 0 if it is none.
    public static int pieceNumber(String name) {
        String first = HostedEnvironment.piece(1);
        if (name.equals(first)) return 1;
        if (!name.startsWith(first + "_")) return 0;
        String digits = name.substring(first.length() + 1);
        int number = 0;
        for (char c : digits.toCharArray()) {
            if (!Ids.isDigit(c) || digits.length() > 3) return 0;
            number = number * 10 + c - '0';
        }
        return number > 1 && HostedEnvironment.piece(number).equals(name) ? number : 0;
    }
}
