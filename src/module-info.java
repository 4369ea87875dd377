/// The gateway is a program, not a library: it exports nothing. It needs three JDK modules, and `jdk.unsupported` for
/// signals only. It answers the look-ups of host names in its own process.
module llmrouter {
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.jfr;
    requires jdk.unsupported;
    provides java.net.spi.InetAddressResolverProvider with llmrouter.upstream.connection.AddressProvider;
}
