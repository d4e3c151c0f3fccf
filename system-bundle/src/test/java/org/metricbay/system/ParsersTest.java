package org.metricbay.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.FieldReader;
import org.metricbay.system.CpuVulnerabilitiesCollector.Vulnerability;
import org.metricbay.system.RaplCollector.Zone;
import org.metricbay.test.Page;

/** What the collectors make of the kernel's texts. */
class ParsersTest {
  @Test
  void readsAnOsRelease() {
    String text =
        """
        # comment
        NAME="Acme \\"One\\""
        ID=acme
        ID_LIKE='rock solid'
        VERSION_ID="12.5.1"
        SUPPORT_END=2030-01-01

        nonsense
        """;
    String name = "id=\"acme\",id_like=\"rock solid\",name=\"Acme \"One\"\"";
    assertThat(Page.of(OsCollector.families(OsCollector.parse(text))).lines())
        .containsEntry("node_os_version{" + name + "}", "12.5")
        .containsEntry("node_os_support_end_timestamp_seconds", "1.893456E9")
        .containsKey(
            "node_os_info{build_id=\"\",id=\"acme\",id_like=\"rock solid\",image_id=\"\","
                + "image_version=\"\",name=\"Acme \"One\"\",pretty_name=\"\",variant=\"\","
                + "variant_id=\"\",version=\"\",version_codename=\"\",version_id=\"12.5.1\"}")
        .hasSize(3 * 3);
    assertThat(OsCollector.families(OsCollector.parse("ID=rolling\n"))).hasSize(1);
  }

  @Test
  void namesTheSystemAsGoDoes() {
    BuildInfoCollector collector = new BuildInfoCollector("1.2.3");
    assertThat(Page.of(collector.families("x86_64", "Linux", "17.0.1+1")).lines())
        .containsEntry(
            "node_exporter_build_info{branch=\"\",goarch=\"amd64\",goos=\"linux\","
                + "goversion=\"java17.0.1+1\",revision=\"\",tags=\"metricbay\",version=\"1.2.3\"}",
            "1.0");
    assertThat(Page.of(collector.families("aarch64", "Mac OS X", "17")).lines().toString())
        .contains("goarch=\"arm64\",goos=\"darwin\"");
    assertThat(Page.of(collector.families("amd64", "Windows 11", "17")).lines().toString())
        .contains("goarch=\"amd64\",goos=\"windows\"");
  }

  @Test
  void tellsTheTimeAndItsZone() {
    Instant winter = Instant.parse("2024-01-15T12:00:00.500Z");
    assertThat(
            Page.of(new TimeFamilies().at(winter, TimeZone.getTimeZone("Europe/Berlin"))).lines())
        .containsEntry("node_time_seconds", "1.7053200005E9")
        .containsEntry("node_time_zone_offset_seconds{time_zone=\"CET\"}", "3600.0");
    Instant summer = Instant.parse("2024-07-15T12:00:00Z");
    assertThat(
            Page.of(new TimeFamilies().at(summer, TimeZone.getTimeZone("America/New_York")))
                .lines())
        .containsEntry("node_time_zone_offset_seconds{time_zone=\"EDT\"}", "-14400.0");
    assertThat(Page.of(new TimeFamilies().at(summer, TimeZone.getTimeZone("GMT"))).lines())
        .containsEntry("node_time_zone_offset_seconds{time_zone=\"UTC\"}", "0.0");
  }

  @Test
  void namesTheMachineAsTheKernelDoes() {
    assertThat(UnameCollector.machine("riscv64", "other")).isEqualTo("riscv64");
    assertThat(UnameCollector.machine("", "amd64")).isEqualTo("x86_64");
    assertThat(UnameCollector.machine("", "aarch64")).isEqualTo("aarch64");
    assertThat(OshiUnameCollector.systemName("Mac OS X")).isEqualTo("Darwin");
    assertThat(OshiUnameCollector.systemName("Windows 11")).isEqualTo("Windows_NT");
  }

  @Test
  void readsFileHandles() {
    assertThat(
            Page.of(FilefdCollector.parse(new FieldReader("77\t0\t18446744073709551615\n")))
                .lines())
        .containsEntry("node_filefd_allocated", "77.0")
        .containsEntry("node_filefd_maximum", Double.toString(0x1p64));
    assertThat(Page.of(FilefdCollector.parse(new FieldReader("77 9\n"))).lines()).isEmpty();
  }

  @Test
  void readsAProcessWithAnOddName() {
    String fields = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 42 0 99";
    assertThat(ProcessesCollector.parse("7 (a) R (b)" + fields))
        .isEqualTo(new ProcessesCollector.Stat("S", 42));
    assertThat(ProcessesCollector.parse("7 (evil\nname) R 1) \n( )" + fields + "\n"))
        .isEqualTo(new ProcessesCollector.Stat("S", 42));
    assertThatThrownBy(() -> ProcessesCollector.parse("7 (a)" + fields.substring(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsVulnerabilities() {
    assertThat(CpuVulnerabilitiesCollector.parse("Not affected"))
        .isEqualTo(new Vulnerability("not affected", ""));
    assertThat(CpuVulnerabilitiesCollector.parse("Vulnerable: no microcode"))
        .isEqualTo(new Vulnerability("vulnerable", "no microcode"));
    assertThat(CpuVulnerabilitiesCollector.parse("Mitigation: fences; SMT off"))
        .isEqualTo(new Vulnerability("mitigation", "fences; SMT off"));
    assertThat(CpuVulnerabilitiesCollector.parse("Processor vulnerable"))
        .isEqualTo(new Vulnerability("unknown", "Processor vulnerable"));
  }

  @Test
  void numbersEnergyZones() {
    Map<String, Integer> next = new HashMap<>();
    assertThat(Zone.parse("package-1", next)).isEqualTo(new Zone("package", 1));
    assertThat(Zone.parse("dram", next)).isEqualTo(new Zone("dram", 0));
    assertThat(Zone.parse("dram", next)).isEqualTo(new Zone("dram", 1));
    assertThat(Zone.parse("a-b-1", next)).isEqualTo(new Zone("a-b-1", 0));
  }

  @Test
  void leavesOutWhatOshiDoesNotMeasure() {
    assertThat(OshiHwmonCollector.families(Double.NaN, new int[] {0}, 0)).isEmpty();
    assertThat(Page.of(OshiHwmonCollector.families(45.5, new int[] {0, 900}, 1.25)).lines())
        .containsEntry("node_hwmon_temp_celsius{chip=\"oshi\",sensor=\"temp1\"}", "45.5")
        .containsEntry("node_hwmon_fan_rpm{chip=\"oshi\",sensor=\"fan2\"}", "900.0")
        .containsEntry("node_hwmon_in_volts{chip=\"oshi\",sensor=\"in1\"}", "1.25")
        .hasSize(3 * 3);
    assertThat(
            List.of(
                Attributes.number("1d"),
                Attributes.number("0x1p3"),
                Attributes.number(""),
                Attributes.number("x1")))
        .allMatch(number -> number.isEmpty());
  }
}
