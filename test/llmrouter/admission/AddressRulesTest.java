package llmrouter.admission;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.GatewayError;
import llmrouter.config.IpBlock;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AddressRulesTest {
    private static boolean admitted(String allowed, String trusted, String peer, Header... fields) {
        var rules = new AddressRules(List.of(IpBlock.parse(allowed)), trusted.isEmpty()
            ? List.of() : List.of(IpBlock.parse(trusted)));
        try {
            rules.check(new Arrival.Peer(peer, false, false), HeaderMap.of(List.of(fields)));
            return true;
        } catch (GatewayError refused) {
            assertEquals(403, refused.error().status());
            return false;
        }
    }

    @Test
    void onlyListedAddressesAreAllowed() {
        assertTrue(admitted("10.0.0.0/8", "", "10.1.2.3"));
        assertFalse(admitted("10.0.0.0/8", "", "11.1.2.3"));
        assertTrue(admitted("10.0.0.0/8", "", "::ffff:10.1.2.3"));
        assertTrue(admitted("fd00::/8", "", "fd00::1"));
        assertFalse(admitted("127.0.0.1", "", "::1"));
    }

    @Test
    void forwardedAddressesCountOnlyFromATrustedProxyAndCanOnlyTakeAway() {
        var good = new Header("x-forwarded-for", "10.1.2.3");
        assertFalse(admitted("10.0.0.0/8", "", "11.0.0.1", good), "a client that is no trusted proxy forges the field");
        assertTrue(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1", good));
        var chain = new Header("x-forwarded-for", "1.1.1.1, 10.1.2.3, 11.0.0.2");
        assertTrue(admitted("10.0.0.0/8", "11.0.0.0/24", "11.0.0.1", chain), "the client may have invented 1.1.1.1");
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1",
            new Header("x-forwarded-for", "10.1.2.3, 12.0.0.1")));
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1", good, new Header("x-real-ip", "12.0.0.1")));
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1", new Header("cf-connecting-ip", "010.1.2.3")),
            "octal is no address");
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1", new Header("x-real-ip", "10.1.2.3:80")));
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1"), "the proxy itself is not listed");
    }

    @Test
    void everyHopOfForwardedIsReadAsRfc7239WritesIt() {
        assertTrue(admitted("2001:db8::/32", "11.0.0.1", "11.0.0.1",
            new Header("forwarded", "proto=https; For=\"[2001:db8::1]:4711\"")));
        assertTrue(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1",
            new Header("forwarded", "for=6.6.6.6, for=10.1.2.3:80, for=11.0.0.1")));
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1",
            new Header("forwarded", "for=10.1.2.3, proto=https")));
        assertFalse(admitted("10.0.0.0/8", "11.0.0.1", "11.0.0.1", new Header("forwarded", "for=_hidden")));
    }
}
