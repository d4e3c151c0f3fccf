package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.test.Page;

class CpuInfoTest {
  private static final CpuInfo.Words WORDS =
      new CpuInfo.Words(
          Pattern.compile("^(aes|avx.?|constant_tsc)$"), Pattern.compile("^(spectre_.*|mds)$"));

  private static Map<String, String> page(String cpuinfo) {
    return Page.of(CpuInfo.families(cpuinfo, WORDS)).lines();
  }

  @Test
  void readsWhatX86Says() {
    String cpuinfo =
        """
        processor\t: 0
        vendor_id\t: Acme
        cpu family\t: 6
        model\t\t: 1
        model name\t: Acme One @ 2: fast
        stepping\t: 3
        microcode\t: 0x1
        cpu MHz\t\t: 1500.5
        cache size\t: 512 KB
        physical id\t: 0
        core id\t\t: 7
        flags\t\t: fpu aes avx avx2 avx512f
        bugs\t\t: mds other spectre_v1
        power management:

        processor\t: 1
        flags\t\t: constant_tsc
        """;
    assertThat(page(cpuinfo))
        .containsEntry(
            "node_cpu_info{cachesize=\"512 KB\",core=\"7\",cpu=\"0\",family=\"6\","
                + "microcode=\"0x1\",model=\"1\",model_name=\"Acme One @ 2: fast\",package=\"0\","
                + "stepping=\"3\",vendor=\"Acme\"}",
            "1.0")
        .containsEntry("node_cpu_frequency_hertz{core=\"7\",cpu=\"0\",package=\"0\"}", "1.5005E9")
        .containsKeys(
            "node_cpu_flag_info{flag=\"aes\"}",
            "node_cpu_flag_info{flag=\"avx\"}",
            "node_cpu_flag_info{flag=\"avx2\"}",
            "node_cpu_bug_info{bug=\"mds\"}",
            "node_cpu_bug_info{bug=\"spectre_v1\"}")
        .hasSize(2 + 1 + 3 + 2 + 4 * 2);
  }

  @Test
  void tellsNoFlagsUnlessAskedTo() {
    String cpuinfo = "processor: 0\nmodel: 1\nflags: aes\nbugs: mds\n";
    CpuInfo.Words none = new CpuInfo.Words(Pattern.compile(""), Pattern.compile(""));
    assertThat(Page.of(CpuInfo.families(cpuinfo, none)).lines())
        .containsKey("TYPE node_cpu_info")
        .doesNotContainKeys("TYPE node_cpu_flag_info", "TYPE node_cpu_bug_info");
  }

  @Test
  void makesUpNothingWhereLittleIsSaid() {
    String cpuinfo =
        """
        processor\t: 0
        BogoMIPS\t: 50.00
        Features\t: fp asimd

        Hardware\t: Board
        """;
    assertThat(page(cpuinfo).keySet())
        .containsExactlyInAnyOrder(
            "TYPE node_cpu_info",
            "HELP node_cpu_info",
            "node_cpu_info{cachesize=\"\",core=\"\",cpu=\"0\",family=\"\",microcode=\"\","
                + "model=\"\",model_name=\"\",package=\"\",stepping=\"\",vendor=\"\"}");
    assertThat(page("")).isEmpty();
  }
}
