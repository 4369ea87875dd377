package llmrouter.host;

import java.net.InetAddress;
import java.net.UnknownHostException;

import llmrouter.files.TlsFiles.ListenerKey;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;

/// Where the user wants a gateway to listen, and whether clients must show a key.
///
/// @param requireKey whether clients must show a key; null to ask for one as long as the configuration has one
/// @param allowOpen  whether an address that other machines can reach may be served without a key
public record ListenChoice(String host, int port, Boolean requireKey, boolean allowOpen) {
    private static final String SET_KEY =
        "set a key with 'llm-router config set-master-key' or 'llm-router config add-key'";

    /// The address to listen on; refuses what would let strangers use the providers' keys unless the user has said
    /// that this is meant.
    ///
    /// @param hasClientKey whether the configuration has a key for clients
    /// @param tls          the gateway's own key, or null to speak plain HTTP
    /// @throws HostError the choice cannot be had, with the fix
    public ListenAddress address(HostContext context, boolean hasClientKey, ListenerKey tls) {
        boolean keyed = requireKey == null ? hasClientKey : requireKey;
        if (keyed && !hasClientKey) {
            throw HostError.usage("--require-auth needs a key for clients; " + SET_KEY);
        }
        if (!keyed && !isLoopback(host)) {
            if (!allowOpen) throw HostError.usage(openRefusal(hasClientKey));
            context.say("warning: every machine that can reach " + host
                + " can use your providers' keys, because of --allow-open");
        }
        KeyRule withoutKey = requireKey == null ? KeyRule.IF_CONFIGURED : KeyRule.NEVER;
        return new ListenAddress(host, port, keyed ? KeyRule.ALWAYS : withoutKey, tls);
    }

    private String openRefusal(boolean hasClientKey) {
        String fix = hasClientKey ? "leave out --require-auth=false" : SET_KEY;
        return "others can reach " + host + ", and the gateway would ask for no key; " + fix
            + ", or add --allow-open if that is meant";
    }

    /// Whether only this machine can reach an address.
    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            throw HostError.usage("there is no address '" + host
                + "' to listen on; --host needs a name or address of this machine");
        }
    }
}
