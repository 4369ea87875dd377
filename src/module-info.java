/// The gateway is a program, not a library: it exports nothing and needs three JDK modules.
module llmrouter {
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.jfr;
}
