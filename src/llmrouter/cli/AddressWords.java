package llmrouter.cli;

import java.util.List;

import llmrouter.config.EndpointGrammar;

/// The words of `--endpoints`, which may be a text with addresses in it.
public final class AddressWords {
    private AddressWords() {}

    /// Says on standard error which words of the flag are not used, because they are no addresses. A mistyped address
    /// among good ones would otherwise be missed silently.
    public static void sayWhatIsSkipped(Invocation in) {
        List<String> skipped = EndpointGrammar.skipped(in.arguments().text("endpoints"));
        if (!skipped.isEmpty()) in.say("note: not used of --endpoints, because it is no address: "
            + String.join(" ", skipped));
    }
}
