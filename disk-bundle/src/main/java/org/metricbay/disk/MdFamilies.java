package org.metricbay.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/** What {@code /proc/mdstat} says, and a little more. */
final class MdFamilies {
  private static final MetricDescriptor STATE =
      MetricDescriptor.gauge(
          "node_md_state", "Indicates the state of md-device.", "device", "state");

  private static final MetricDescriptor DISK_COUNT =
      MetricDescriptor.gauge(
          "node_md_disks", "Number of active/failed/spare disks of device.", "device", "state");

  private static final MetricDescriptor REQUIRED =
      MetricDescriptor.gauge(
          "node_md_disks_required", "Total number of disks of device.", "device");

  private static final MetricDescriptor BLOCK_COUNT =
      MetricDescriptor.gauge("node_md_blocks", "Total number of blocks on device.", "device");

  private static final MetricDescriptor SYNCED =
      MetricDescriptor.gauge(
          "node_md_blocks_synced", "Number of blocks synced on device.", "device");

  private static final MetricDescriptor RAID_DISKS =
      MetricDescriptor.gauge("node_md_raid_disks", "Number of raid disks on device.", "device");

  private static final MetricDescriptor DEGRADED =
      MetricDescriptor.gauge("node_md_degraded", "Number of degraded disks on device.", "device");

  /** Such as {@code md0 : active (read-only) raid1 sdb2[2](F) sda2[0]}. */
  private static final Pattern HEAD = Pattern.compile("(\\S+) : (\\S+).*");

  /** Such as {@code 523968 blocks super 1.2 [4/3] [UU_U]}. */
  private static final Pattern BLOCKS = Pattern.compile("\\s*(\\d+) blocks.*");

  private static final Pattern DISKS = Pattern.compile("\\[(\\d+)/(\\d+)\\] \\[[U_]+\\]");

  /** Such as {@code recovery = 8.5% (16775552/195310144) finish=17.0min}. */
  private static final Pattern PROGRESS = Pattern.compile("\\((\\d+)/\\d+\\)");

  /** What is being done, in the order in which it is looked for, and the state's name. */
  private static final List<Map.Entry<String, String>> WORK =
      List.of(
          Map.entry("recovery", "recovering"),
          Map.entry("reshape", "reshape"),
          Map.entry("check", "check"),
          Map.entry("resync", "resync"));

  private static final List<String> STATES =
      List.of("active", "inactive", "recovering", "resync", "check");

  private final FamilyBuilder state = STATE.samples();
  private final FamilyBuilder disks = DISK_COUNT.samples();
  private final FamilyBuilder required = REQUIRED.samples();
  private final FamilyBuilder blocks = BLOCK_COUNT.samples();
  private final FamilyBuilder synced = SYNCED.samples();
  private final FamilyBuilder raidDisks = RAID_DISKS.samples();
  private final FamilyBuilder degraded = DEGRADED.samples();

  /** Adds what is said of each array: a line that begins with its name, and indented ones. */
  void addStat(String mdstat) {
    List<String> lines = new ArrayList<>();
    for (String line : mdstat.split("\n", -1)) {
      if (line.isBlank() || !Character.isWhitespace(line.charAt(0))) {
        addArray(lines);
        lines.clear();
      }
      lines.add(line);
    }
    addArray(lines);
  }

  private void addArray(List<String> lines) {
    Matcher head = HEAD.matcher(lines.isEmpty() ? "" : lines.get(0));
    Matcher size = BLOCKS.matcher(lines.size() > 1 ? lines.get(1) : "");
    if (!head.matches() || head.group(1).equals("Personalities")) {
      return;
    }
    String device = head.group(1);
    if (!size.matches()) {
      state.leaveOut("array \"" + device + "\" of mdstat", "has no line with its blocks");
      return;
    }
    addDiskCounts(device, lines.get(0), lines.get(1));
    double all = Double.parseDouble(size.group(1));
    blocks.add(all, device);
    String work =
        lines.stream().skip(2).filter(line -> !line.contains("bitmap")).findFirst().orElse("");
    String doing =
        WORK.stream()
            .filter(kind -> work.contains(kind.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    for (String name : STATES) {
      boolean is = name.equals(doing.isEmpty() ? head.group(2) : doing);
      state.add(is ? 1 : 0, device, name);
    }
    addSynced(device, doing.isEmpty(), all, work);
  }

  private void addSynced(String device, boolean idle, double all, String work) {
    Matcher progress = PROGRESS.matcher(work);
    if (idle) {
      synced.add(all, device);
    } else if (work.contains("PENDING") || work.contains("DELAYED")) {
      synced.add(0, device);
    } else if (progress.find()) {
      synced.add(Double.parseDouble(progress.group(1)), device);
    }
  }

  private void addDiskCounts(String device, String head, String status) {
    disks.add(count(head, "(F)"), device, "failed");
    disks.add(count(head, "(S)"), device, "spare");
    Matcher numbers = DISKS.matcher(status);
    if (head.contains("raid0") || head.contains("linear")) {
      // All are needed, and none is counted.
      addNeeded(device, count(head, "["), count(head, "["));
    } else if (head.contains("inactive")) {
      addNeeded(device, 0, 0);
    } else if (numbers.find()) {
      addNeeded(device, Double.parseDouble(numbers.group(1)), Double.parseDouble(numbers.group(2)));
    }
  }

  private void addNeeded(String device, double total, double active) {
    required.add(total, device);
    disks.add(active, device, "active");
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  void addDisks(String device, double number) {
    raidDisks.add(number, device);
  }

  void addDegraded(String device, double number) {
    degraded.add(number, device);
  }

  List<MetricFamily> build() {
    return Stream.of(state, disks, required, blocks, synced, raidDisks, degraded)
        .map(FamilyBuilder::build)
        .toList();
  }
}
