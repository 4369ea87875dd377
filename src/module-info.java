/// The gateway is a program, not a library: it exports nothing. It needs three JDK modules, and `jdk.unsupported` for
/// signals only.
module llmrouter {
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.jfr;
    requires jdk.unsupported;
}
