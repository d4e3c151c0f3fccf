package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.PageSize;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Sockets of each protocol, from {@code /proc/net/sockstat} and {@code sockstat6}:
 *
 * <pre>
 * node_sockstat_sockets_used 229
 * node_sockstat_TCP_inuse 4
 * node_sockstat_TCP_mem_bytes 4096
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.sockstat=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SockstatCollector implements MetricPlugin {
  private static final Set<String> STATES =
      Set.of("inuse", "orphan", "tw", "alloc", "mem", "memory");

  private final int pageSize = PageSize.ofThisHost();
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public SockstatCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "sockstat";
  }

  @Override
  public String description() {
    return "Sockets of each protocol and the memory that they use.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<MetricFamily> families = new ArrayList<>();
    // The second is not there where IPv6 is switched off.
    for (String file : List.of("sockstat", "sockstat6")) {
      files
          .findFields(files.procfs().resolve("net").resolve(file))
          .ifPresent(lines -> families.addAll(parse(lines, pageSize)));
    }
    return families;
  }

  /** Reads lines such as {@code TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1}. */
  static List<MetricFamily> parse(FieldReader line, int pageSize) {
    List<MetricFamily> families = new ArrayList<>();
    while (line.nextLine()) {
      String protocol = line.until(':');
      while (line.hasNext()) {
        String state = line.next();
        double value = line.number();
        if (protocol.equals("sockets")) {
          if (state.equals("used")) {
            families.add(
                MetricFamily.gauge("node_sockstat_sockets_used", "Number of IPv4 sockets in use.")
                    .sample(value)
                    .build());
          }
        } else if (STATES.contains(state)) {
          families.add(family(protocol, state, value));
          if (state.equals("mem")) {
            families.add(family(protocol, "mem_bytes", value * pageSize));
          }
        }
      }
    }
    return families;
  }

  private static MetricFamily family(String protocol, String state, double value) {
    return MetricFamily.gauge(
            "node_sockstat_" + protocol + "_" + state,
            "Number of " + protocol + " sockets in state " + state + ".")
        .sample(value)
        .build();
  }
}
