package llmrouter.protocol.request;

import llmrouter.text.Printable;

/// Counts the tools of a request for which the gateway writes the definition: those that a vendor defines and the
/// client runs. Each has a few bytes in the request, and about 1 KiB for another vendor's model. One request, one
/// owner.
public final class MadeTools {
    /// Clients have a handful.
    static final int MOST = 100;

    private int made;

    /// Takes another one into account.
    ///
    /// @throws llmrouter.chat.GatewayError there are more than a request may have
    public void count(RequestFields tool) {
        if (++made <= MOST) return;
        throw tool.error("type", "cannot be '" + Printable.ascii(tool.text("type"), 40) + "', because " + MOST
            + " tools that a vendor defines stand before it. A request may have " + MOST + " of them in its tools; "
            + "leave the others out");
    }
}
