package org.metricbay.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.metricbay.benchmarks.InnerBenchmark;
import org.openjdk.jmh.annotations.Benchmark;

/** Files of this host's kernel, which does most of the work. */
public class KernelFilesBenchmark extends InnerBenchmark {
  private final KernelFiles files = KernelFiles.ofThisHost();
  private final Path stat = files.procfs().resolve("stat");
  private final Path mtu = files.sysfs().resolve("class/net/lo/mtu");
  private final Path absent = files.sysfs().resolve("class/net/lo/absent");

  /** A whole file in procfs. */
  @Benchmark
  public String procfs() throws IOException {
    return files.read(stat);
  }

  /** An attribute in sysfs. */
  @Benchmark
  public Optional<String> sysfs() {
    return files.line(mtu);
  }

  /** An attribute that is not there, as many are not. */
  @Benchmark
  public Optional<String> absent() {
    return files.line(absent);
  }
}
