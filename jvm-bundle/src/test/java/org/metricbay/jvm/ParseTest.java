package org.metricbay.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.test.Page;

class ParseTest {
  private static String page(List<MetricFamily> families) {
    StringBuilder text = new StringBuilder();
    Page.of(families)
        .lines()
        .forEach(
            (line, value) -> {
              if (!line.startsWith("HELP ")) {
                text.append(line).append(' ').append(value).append('\n');
              }
            });
    return text.toString();
  }

  @Test
  void readsHowLargeTheProcessMayBecome() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max cpu time              unlimited            unlimited            seconds
        Max address space         %s            unlimited            bytes
        """;
    assertThat(
            page(
                ProcessCollector.addressSpace(new FieldReader(limits.formatted("4096"))).stream()
                    .toList()))
        .endsWith("process_virtual_memory_max_bytes 4096.0\n");
    assertThat(
            page(
                ProcessCollector.addressSpace(new FieldReader(limits.formatted("unlimited")))
                    .stream()
                    .toList()))
        .endsWith("process_virtual_memory_max_bytes 1.8446744073709552E19\n");
    assertThat(ProcessCollector.addressSpace(new FieldReader(""))).isEmpty();
  }

  @Test
  void readsTheSizeOfTheProcess() {
    FieldReader statm = new FieldReader("786430 22253 4000 1 0 100000 0\n");
    assertThat(page(ProcessCollector.parse(statm, 4096)))
        .isEqualTo(
            """
            TYPE process_resident_memory_bytes gauge
            TYPE process_virtual_memory_bytes gauge
            process_resident_memory_bytes 9.1148288E7
            process_virtual_memory_bytes 3.22121728E9
            """);
  }

  @Test
  void aNumberThatIsNoneCostsItself() {
    List<MetricFamily> families = ProcessCollector.parse(new FieldReader("x 2 3\n"), 4096);
    assertThat(page(families)).endsWith("process_resident_memory_bytes 8192.0\n");
    assertThat(families.get(0).leftOut())
        .hasToString(
            "[line \"x\" of self/statm cannot be read: \"x\" is not a number, in line: x 2 3]");
    assertThat(ProcessCollector.addressSpace(new FieldReader("Max address space x y bytes\n")))
        .get()
        .extracting(family -> family.leftOut().size())
        .isEqualTo(1);
  }

  @Test
  void readsTheSummaryOfTheJvm() {
    String summary =
        """

        Native Memory Tracking:

        (Omitting categories weighting less than 1B)

        Total: reserved=5747486120, committed=474563272
               malloc: 38281640 #123456

        -                 Java Heap (reserved=4164943872, committed=262144000)
                                    (mmap: reserved=4164943872, committed=262144000)

        -                        GC (reserved=174466824, committed=59041544)
        """;
    assertThat(page(NativeMemoryCollector.parse(summary)))
        .isEqualTo(
            """
            TYPE jvm_native_memory_committed_bytes gauge
            TYPE jvm_native_memory_reserved_bytes gauge
            jvm_native_memory_committed_bytes{pool="GC"} 5.9041544E7
            jvm_native_memory_committed_bytes{pool="Java Heap"} 2.62144E8
            jvm_native_memory_committed_bytes{pool="Total"} 4.74563272E8
            jvm_native_memory_reserved_bytes{pool="GC"} 1.74466824E8
            jvm_native_memory_reserved_bytes{pool="Java Heap"} 4.164943872E9
            jvm_native_memory_reserved_bytes{pool="Total"} 5.74748612E9
            """);
  }
}
