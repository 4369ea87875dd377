package llmrouter.cli.config;

import java.util.Set;

import llmrouter.cli.Invocation;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.read.ConfigReader;
import llmrouter.files.ConfigText;

/// What a change means for clients without a key: the first key locks a gateway that was open, and the removal of the
/// last one locks it for every client.
final class KeyLoss {
    /// These operations remove the last key only if the user has confirmed it.
    private static final Set<String> CONFIRMED = Set.of("revoke-key", "remove-master-key", "undo");
    private static final String FIRST_KEY = "this is the first key: from now on every client of a running gateway "
        + "needs a key ('Authorization: Bearer KEY' or 'x-api-key: KEY') and gets a 401 without it, unless the gateway "
        + "was started with --require-auth=false";
    private static final String NO_KEY = "there is no key any more: a running gateway refuses every request until it "
        + "gets one or is restarted, unless it was started with --require-auth=false; a gateway that is started now "
        + "needs no key";

    private KeyLoss() {}

    /// The digest of a text whose lack of a key was confirmed; null if it has a key, or if this was not asked.
    ///
    /// @param text  the text as it was saved
    /// @param after what it means
    static String confirmed(Invocation in, String text, ConfigOutcome after) {
        String operation = in.arguments().operation().name();
        if (!CONFIRMED.contains(operation) || hasKey(after)) return null;
        boolean asked = in.shell().terminal() && !operation.equals("undo");
        return asked || in.arguments().isOn("yes") ? ConfigText.digest(text) : null;
    }

    /// What the change means for clients without a key, as a clause; null if they notice nothing.
    ///
    /// @param before the text before the change
    /// @param after  what the text means after it; null while it has mistakes
    static String access(String before, ConfigOutcome after) {
        if (!(after instanceof ValidConfig)) return null;
        boolean had = hasKey(ConfigReader.read(before, "before"));
        if (had == hasKey(after)) return null;
        return had ? NO_KEY : before.isEmpty() ? null : FIRST_KEY;
    }

    private static boolean hasKey(ConfigOutcome outcome) {
        return outcome instanceof ValidConfig valid && valid.config().hasClientKey();
    }
}
