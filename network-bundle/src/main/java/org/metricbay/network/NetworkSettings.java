package org.metricbay.network;

import java.util.Map;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.network.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = NetworkSettings.PID)
public final class NetworkSettings extends CollectorSettings<NetworkSettings.Values> {
  static final String PID = "metricbay.network";

  private static final Map<String, Boolean> COLLECTORS =
      Map.of(
          "netdev", true,
          "netclass", true,
          "netstat", true,
          "sockstat", true,
          "softnet", true,
          "arp", true,
          "conntrack", true,
          "udp_queues", true,
          "bonding", true,
          "tcpstat", false);

  private static final String NETSTAT_FIELDS =
      "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
          + "|Icmp6?_(InMsgs|OutMsgs)"
          + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
          + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
          + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";

  /** What a configuration says. */
  record Values(
      NameFilter netdevDevices,
      NameFilter arpDevices,
      Pattern netclassIgnoredDevices,
      boolean netclassInvalidSpeedIgnored,
      Pattern netstatFields) {}

  /** Takes its configuration. */
  @Activate
  public NetworkSettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, NetworkSettings::read), properties);
  }

  private static Values read(ConfigValues values) {
    return new Values(
        NameFilter.read(values, "netdev.device"),
        NameFilter.read(values, "arp.device"),
        values.pattern("netclass.ignored-devices", "^$"),
        values.flag("netclass.ignore-invalid-speed", false),
        values.pattern("netstat.fields", NETSTAT_FIELDS));
  }

  /** Which devices' traffic is exposed. */
  NameFilter netdevDevices() {
    return values().netdevDevices();
  }

  /** Which devices' neighbours are exposed. */
  NameFilter arpDevices() {
    return values().arpDevices();
  }

  /** Which devices' properties are not exposed. */
  Pattern netclassIgnoredDevices() {
    return values().netclassIgnoredDevices();
  }

  /** Whether a speed that a driver does not know is left out, rather than negative. */
  boolean netclassInvalidSpeedIgnored() {
    return values().netclassInvalidSpeedIgnored();
  }

  /** Which of the protocols' counters are exposed. */
  Pattern netstatFields() {
    return values().netstatFields();
  }
}
