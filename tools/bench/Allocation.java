import java.io.IOException;
import java.lang.management.ManagementFactory;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/// What another JVM has allocated since it began, as that JVM counts it. Asking allocates some ten kilobytes.
final class Allocation implements AutoCloseable {
    private final JMXConnector connection;
    private final ThreadMXBean threads;

    Allocation(long pid) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            connection = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            machine.detach();
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot ask process " + pid + " what it has allocated", e);
        }
        threads = ManagementFactory.newPlatformMXBeanProxy(connection.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /// Of all threads, also of those that have ended.
    long bytes() {
        return threads.getTotalThreadAllocatedBytes();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
