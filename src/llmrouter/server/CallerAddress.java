package llmrouter.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.IpBlock;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.protocol.HeaderMap;

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
        String[] hops = String.join(",", headers.values("x-forwarded-for")).split(",");
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (hop.isEmpty() || in(trustedProxies, hop)) continue;
            claims.add(hop);
            break;
        }
        return claims;
    }
}
