package llmrouter.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.IpBlock;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.http.HeaderMap;

/// Keeps out addresses that are not on the list. The socket's address counts; what forwarding fields say counts only when they come
/// from a trusted proxy, and then every address they claim must be allowed: a forged field can only do its sender harm.
record CallerAddress(List<IpBlock> allowed, List<IpBlock> trustedProxies) {
    static CallerAddress of(AccessSettings settings) {
        return new CallerAddress(settings.allowedIps(), settings.trustedProxies());
    }

    /// @throws GatewayError 403
    void admit(InetAddress peer, HeaderMap headers) {
        if (allowed.isEmpty()) return;
        String address = withoutZone(peer.getHostAddress());
        List<String> claimed = in(trustedProxies, address) ? claims(headers) : List.of();
        boolean admitted = claimed.isEmpty() ? in(allowed, address) : claimed.stream().allMatch(claim -> in(allowed, claim));
        if (admitted) return;
        throw new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION, "Requests from this address are not allowed. LLM_ROUTER_ALLOWED_IPS lists those that are."));
    }

    private static boolean in(List<IpBlock> blocks, String address) {
        for (IpBlock block : blocks) if (block.contains(address)) return true;
        return false;
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /// Of the proxies' list only the last address that is no trusted proxy is vouched for; what stands before it may be invented.
    private List<String> claims(HeaderMap headers) {
        var claims = new ArrayList<String>();
        for (String name : new String[] {"x-real-ip", "cf-connecting-ip"}) for (String value : headers.values(name)) claims.add(value.strip());
        claims.addAll(nearestStranger(headers.values("x-forwarded-for"), String::strip));
        claims.addAll(nearestStranger(headers.values("forwarded"), CallerAddress::node));
        return claims;
    }

    private List<String> nearestStranger(List<String> lists, UnaryOperator<String> address) {
        String[] hops = String.join(",", lists).split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = address.apply(hops[i]);
            if (!hop.isEmpty() && !in(trustedProxies, hop)) return List.of(hop);
        }
        return List.of();
    }

    /// The address in one hop of `Forwarded` (RFC 7239 §6): `for="[2001:db8::1]:4711";proto=https`. What names none is an address of nobody.
    private static String node(String hop) {
        for (String pair : hop.split(";")) {
            String s = pair.strip();
            if (!s.regionMatches(true, 0, "for=", 0, 4)) continue;
            String node = s.substring(4).strip().replace("\"", "");
            int end = node.startsWith("[") ? node.indexOf(']') : node.indexOf(':');
            return node.substring(node.startsWith("[") ? 1 : 0, end < 0 ? node.length() : end);
        }
        return hop.isBlank() ? "" : "unknown";
    }
}
