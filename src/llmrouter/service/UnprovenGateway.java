package llmrouter.service;

/// What is said of a program that answers where a gateway may be, but is in no list of this user: it cannot prove
/// anything over plain HTTP, so nothing that it says is shown, and no key is sent to it.
public final class UnprovenGateway {
    private UnprovenGateway() {}

    /// That it answers, and what to do.
    public static String words(String url) {
        return "something answers on " + url + "; it is not a gateway of yours that can prove itself, so no key is "
            + "sent to it and nothing that it says is shown. Run this as the user who started it, or name its "
            + "certificate with --tls-keystore";
    }
}
