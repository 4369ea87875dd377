package llmrouter.protocol.errors;

/// The numbers with which Cloudflare says why it does not pass a request on: statuses from 520, and its own numbers
/// from 1000 (developers.cloudflare.com, "Cloudflare 5xx errors" and "Cloudflare 1xxx errors").
final class CloudflareNumbers {
    private CloudflareNumbers() {}

    /// What a number means, as the end of a sentence; null if it is none of them.
    static String meaning(int number) {
        return switch (number) {
            case 520 -> "the provider's server gave an unknown answer";
            case 521 -> "the provider's server is down";
            case 522 -> "the connection to the provider's server timed out";
            case 523 -> "the provider's server cannot be reached";
            case 524 -> "the provider's server did not answer in time";
            case 525 -> "the TLS handshake with the provider's server failed";
            case 526 -> "the certificate of the provider's server is invalid";
            case 527, 530 -> "the provider's server cannot be found or reached";
            case 1000, 1001, 1002, 1003, 1016, 1018, 1033 -> "the provider's address leads nowhere (" + number + ")";
            case 1005, 1006, 1007, 1008, 1106 -> "the gateway's address is banned (" + number + ")";
            case 1009 -> "the gateway's country or region is banned (1009)";
            case 1010 -> "the gateway's user agent is banned (1010)";
            case 1012, 1020 -> "a rule of its firewall refuses the request (" + number + ")";
            case 1015, 1027 -> "too many requests (" + number + ")";
            default -> null;
        };
    }

    /// Whether a number says that the gateway is refused for where it is or what it is.
    static boolean refuses(int number) {
        return switch (number) {
            case 1005, 1006, 1007, 1008, 1009, 1010, 1012, 1020, 1106 -> true;
            default -> false;
        };
    }
}
