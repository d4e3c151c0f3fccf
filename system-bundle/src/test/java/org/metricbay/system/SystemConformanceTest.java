package org.metricbay.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class SystemConformanceTest {
  /** What is not of this very machine: that of uname, os and the time. */
  private static final Pattern OURS =
      Pattern.compile(
          "node_(time_clocksource_.*|filefd_.*|entropy_.*|hwmon_.*|power_supply_.*|dmi_.*|rapl_.*"
              + "|cpu_vulnerabilities_.*|watchdog_.*|kernel_hung_.*|processes_.*)");

  @TempDir Path sysfs;

  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.filesWithLinks(sysfs);
    // It was an empty folder, which the captured tree could not keep.
    Files.createDirectories(sysfs.resolve("class/watchdog/watchdog1"));
    SystemSettings settings =
        new SystemSettings(
            Map.of(
                "hwmon.chip-include", "(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)"));
    conformance.assertSame(
        OURS,
        List.of(
            new ClockSources(new TimeCollector(files)),
            new FilefdCollector(files),
            new EntropyCollector(files),
            new HwmonCollector(files, settings),
            new PowersupplyclassCollector(files, settings),
            new DmiCollector(files),
            new SysfsPath(new RaplCollector(files, settings), sysfs),
            new CpuVulnerabilitiesCollector(files),
            new WatchdogCollector(files),
            new KernelHungCollector(files),
            new ProcessesCollector(files)));
  }

  /** What does not change from moment to moment. */
  private record ClockSources(TimeCollector time) implements MetricPlugin {
    @Override
    public String name() {
      return time.name();
    }

    @Override
    public String description() {
      return time.description();
    }

    @Override
    public List<MetricFamily> collect() {
      return time.collect().stream()
          .filter(family -> family.name().startsWith("node_time_clocksource_"))
          .toList();
    }
  }

  /** Says where the sysfs was when the page was made. */
  private record SysfsPath(RaplCollector rapl, Path sysfs) implements MetricPlugin {
    @Override
    public String name() {
      return rapl.name();
    }

    @Override
    public String description() {
      return rapl.description();
    }

    @Override
    public List<MetricFamily> collect() {
      List<MetricFamily> families = new ArrayList<>();
      for (MetricFamily family : rapl.collect()) {
        List<Sample> samples = family.samples().stream().map(this::then).toList();
        families.add(new MetricFamily(family.name(), family.type(), family.help(), samples));
      }
      return families;
    }

    private Sample then(Sample sample) {
      Labels labels = sample.labels();
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        pairs.add(labels.name(i));
        pairs.add(labels.value(i).replace(sysfs.toString(), "collector/fixtures/sys"));
      }
      return new NumberSample(
          Labels.of(pairs.toArray(String[]::new)), ((NumberSample) sample).value());
    }
  }
}
