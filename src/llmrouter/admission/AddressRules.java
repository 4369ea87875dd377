package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.IpBlock;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.http.FieldText;
import llmrouter.http.HeaderMap;

/// Which client addresses are allowed. The connection's address counts. Forwarding fields count only if they come
/// from a trusted proxy, and then every address in them must be allowed: a forged field can only cause a refusal.
///
/// @param allowed empty for any address
record AddressRules(List<IpBlock> allowed, List<IpBlock> trustedProxies) {
    static AddressRules of(AccessSettings settings) {
        return new AddressRules(settings.allowedIps(), settings.trustedProxies());
    }

    /// @throws GatewayError 403
    void check(Arrival.Peer peer, HeaderMap headers) {
        if (allowed.isEmpty()) return;
        List<String> forwarded = in(trustedProxies, peer.address()) ? forwarded(headers) : List.of();
        for (String address : forwarded.isEmpty() ? List.of(peer.address()) : forwarded) {
            if (!in(allowed, address)) throw refused();
        }
    }

    /// The address of the client. If several fields of a trusted proxy name one, `X-Forwarded-For` counts first: most
    /// proxies continue it, and may pass a client's own words in the others.
    String caller(Arrival.Peer peer, HeaderMap headers) {
        if (trustedProxies.isEmpty() || !in(trustedProxies, peer.address())) return peer.address();
        List<String> listed = lastUntrusted(headers.values("x-forwarded-for"), hop -> hop);
        List<String> forwarded = listed.isEmpty() ? forwarded(headers) : listed;
        return forwarded.isEmpty() ? peer.address() : forwarded.getLast();
    }

    private static GatewayError refused() {
        return new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION,
            "Requests from this address are not allowed. The allowed addresses are set with LLM_ROUTER_ALLOWED_IPS."));
    }

    private static boolean in(List<IpBlock> blocks, String address) {
        for (IpBlock block : blocks) {
            if (block.contains(address)) return true;
        }
        return false;
    }

    /// In a proxies' list, only the last address that is not a trusted proxy is reliable; the client may have
    /// invented the ones before it.
    private List<String> forwarded(HeaderMap headers) {
        var addresses = new ArrayList<String>();
        for (String name : new String[] {"x-real-ip", "cf-connecting-ip"}) {
            for (String value : headers.values(name)) addresses.add(FieldText.trimmed(value));
        }
        addresses.addAll(lastUntrusted(headers.values("x-forwarded-for"), hop -> hop));
        addresses.addAll(lastUntrusted(headers.values("forwarded"), AddressRules::node));
        return addresses;
    }

    /// @param address of a hop; empty if the hop is empty
    private List<String> lastUntrusted(List<String> lists, UnaryOperator<String> address) {
        List<String> hops = FieldText.elements(String.join(",", lists), ',');
        for (int i = hops.size() - 1; i >= 0; i--) {
            String hop = address.apply(hops.get(i));
            if (!hop.isEmpty() && !in(trustedProxies, hop)) return List.of(hop);
        }
        return List.of();
    }

    /// The address in one hop of `Forwarded` (RFC 7239 §6): `for="[2001:db8::1]:4711";proto=https`. A hop without an
    /// address becomes a word that no address block contains.
    private static String node(String hop) {
        if (hop.isEmpty()) return "";
        for (String pair : FieldText.elements(hop, ';')) {
            if (!pair.regionMatches(true, 0, "for=", 0, 4)) continue;
            String node = FieldText.trimmed(pair.substring(4)).replace("\"", "");
            boolean bracketed = node.startsWith("[");
            int end = node.indexOf(bracketed ? ']' : ':');
            return node.substring(bracketed ? 1 : 0, end < 0 ? node.length() : end);
        }
        return "unknown";
    }
}
