/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.legacy.launch;

import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the chain costs as the number of images grows: each command in a process of its own, on phantoms with tiny networks,
 * one epoch for what learns. Writes {@code scale.csv}: a row a command and number of images, processor time (seconds, start of
 * the JVM included) and the largest resident memory (MB), and {@code scale.png}. Prints how the time grows from the second to
 * the last number of images: 1 is as they do, what the least number costs taken off. What is in the table already is not run
 * again. Linux only.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=scale -Dargs=target/scale
 * </pre>
 *
 * About one and a half hours on 2 cores.
 */
public final class ScaleBench {

	private static final long POLL = 20;

	/** A table row: command, images, seconds, MB. */
	private static final String HEADER = "command,images,seconds,megabytes";

	/** Each reads what those before it wrote. N images; Q a quarter of them, H half. */
	private static final String CHAIN = """
		phantoms   | Make Phantoms...          | patients=Q organs=testis size=64 screens=false noise=0.1 seed=1
		screens    | Make Phantoms...          | patients=Q organs=testis seed=1
		crop       | Crop Ultrasound...        | input=SCREENS size=32
		marks      | Insert Markers...         | input=PHANTOMS biased=0.8 seed=2
		classifier | Train Classifier...       | input=PHANTOMS size=32 epochs=1 batch=32 DEVICE
		classify   | Classify Ultrasound...    | input=PHANTOMS model=CLASSIFIER device=cpu
		validation | Cross-Validate Classifier... | input=PHANTOMS size=32 epochs=1 batch=32 folds=2 seeds=1 DEVICE
		labels     | Filter Noisy Labels...    | input=PHANTOMS size=32 epochs=1 count=1 batch=32 folds=2 seeds=1 DEVICE
		encoder    | Pretrain Encoder...       | input=PHANTOMS size=32 epochs=1 batch=64 projection=64 DEVICE
		masked     | Pretrain Masked Autoencoder... | input=PHANTOMS MASKED size=32 epochs=1 batch=32 DEVICE
		diffusion  | Train Diffusion...        | input=CROP UNET batch=8 steps=S samples=4 rate=1e-3 DEVICE
		generate   | Generate Ultrasound...    | model=DIFFUSION count=N batch=32 sampler=ddim steps=2 DEVICE
		evaluate   | Evaluate Synthetic...     | real=CROP synthetic=GENERATE features=CLASSIFIER DEVICE
		filter     | Filter Synthetic...       | real=CROP synthetic=GENERATE features=CLASSIFIER k=3 copies=report DEVICE
		segmenter  | Train Segmenter...        | input=PHANTOMS size=32 widths=8,16 film=false epochs=1 batch=16 rate=0.01 DEVICE
		segment    | Segment Ultrasound...     | input=PHANTOMS model=SEGMENTER device=cpu
		explain    | Explain Classification... | input=PHANTOMS model=CLASSIFIER count=H device=cpu
		""";

	private static final String[][] WORDS = { { "PHANTOMS", "[{root}/phantoms/dataset.csv]" }, { "CROP",
		"[{root}/crop/dataset.csv]" }, { "SCREENS",
		"[{root}/screens/dataset.csv]" }, { "CLASSIFIER", "[{root}/classifier/model.safetensors]" }, { "DIFFUSION",
			"[{root}/diffusion/model.safetensors]" }, { "GENERATE", "[{root}/generate/dataset.csv]" }, { "SEGMENTER",
				"[{root}/segmenter/model.safetensors]" }, { "UNET",
					"size=32 base=32 multipliers=1,2 blocks=1 attention=16 heads=2 timesteps=50" }, { "MASKED",
						"backbone=vit-tiny16 decoderdepth=1 decoderwidth=32" }, { "DEVICE", "device=cpu seed=3" } };

	private final Path root;
	private final Path table;
	private final int[] images;
	private final List<String> rows = new ArrayList<>();

	private ScaleBench(final Path root, final int... images) throws IOException {
		this.root = Files.createDirectories(root.toAbsolutePath());
		this.table = root.resolve("scale.csv");
		this.images = images;
		if (Files.exists(table)) rows.addAll(Files.readAllLines(table).subList(1, Files.readAllLines(table).size()));
	}

	/** @param args folder (target/scale), numbers of images (100, 1000, 10000; multiples of 4, at least three) */
	public static void main(final String... args) throws IOException, InterruptedException {
		final int[] images = args.length > 1 ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray() : new int[] { 100,
			1000, 10_000 };
		final ScaleBench bench = new ScaleBench(Path.of(args.length > 0 ? args[0] : "target/scale"), images);
		for (final int n : images)
			for (final String line : CHAIN.lines().toList())
				bench.run(n, line.split("\\s*\\|\\s*"));
		bench.report();
	}

	private void run(final int n, final String... cells) throws IOException, InterruptedException {
		if (rows.stream().anyMatch(row -> row.startsWith(cells[0] + "," + n + ","))) return;
		final Path folder = root.resolve(String.valueOf(n));
		String keys = cells[2];
		for (final String[] word : WORDS)
			keys = keys.replaceAll("\\b" + word[0] + "\\b", word[1]);
		keys = keys.replace("{root}", folder.toString()).replaceAll("=N\\b", "=" + n).replaceAll("=Q\\b", "=" + n / 4).replaceAll(
			"=H\\b", "=" + Math.min(n / 2, 500)).replaceAll("=S\\b", "=" + n / 8);
		final double[] cost = cost(folder, cells[1], keys + " output=[" + folder.resolve(cells[0]) + "] overwrite=true");
		rows.add(String.format(Locale.ROOT, "%s,%d,%.2f,%.0f", cells[0], n, cost[0], cost[1]));
		System.out.println(rows.get(rows.size() - 1));
		final List<String> lines = new ArrayList<>(rows);
		lines.add(0, HEADER);
		Files.write(table, lines);
	}

	/** {@return processor time in seconds and largest resident memory in MB, as the last look before the end saw them} */
	private static double[] cost(final Path folder, final String label, final String keys) throws IOException,
		InterruptedException
	{
		final Path log = Files.createDirectories(folder).resolve("log.txt");
		// A heap that gives back what it does not need, so that resident memory tells what is held.
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx2g", "-Xms16m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10",
			"-XX:MaxHeapFreeRatio=20", "-cp", System.getProperty("java.class.path"), Launcher.class.getName(), "--run", label, keys)
				.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().put("LC_ALL", "C.UTF-8");
		final Process process = builder.start();
		final double[] cost = { 0, 0 };
		do {
			cost[0] = Math.max(cost[0], process.info().totalCpuDuration().map(each -> each.toMillis() / 1e3).orElse(0.));
			cost[1] = Math.max(cost[1], peak(process.pid()));
		}
		while (!process.waitFor(POLL, TimeUnit.MILLISECONDS));
		if (process.exitValue() != 0) throw new IllegalStateException("exit code " + process.exitValue() + " of " + label + " " +
			keys + ": see " + log);
		return cost;
	}

	private static double peak(final long pid) {
		try {
			return Files.readAllLines(new File("/proc/" + pid + "/status").toPath()).stream().filter(line -> line.startsWith("VmHWM:"))
				.mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
		}
		catch (final IOException e) {
			return 0;
		}
	}

	private void report() {
		final List<Series> seconds = new ArrayList<>();
		final List<Series> memory = new ArrayList<>();
		final double[] x = Arrays.stream(images).mapToDouble(Math::log10).toArray();
		final int last = images.length - 1;
		final double expected = (double) (images[last] - images[0]) / (images[last - 1] - images[0]);
		for (final String line : CHAIN.lines().toList()) {
			final String name = line.split(" ")[0];
			final double[] time = values(name, 2);
			final double[] peak = values(name, 3);
			seconds.add(Series.of(name, x, time).style(Series.Style.MARKED));
			memory.add(Series.of(name, x, peak).style(Series.Style.MARKED));
			System.out.printf(Locale.ROOT, "scale %s %.2f (processor time %s s, memory %s MB)%n", name, (time[last] - time[0]) /
				(time[last - 1] - time[0]) / expected, Arrays.toString(time), Arrays.toString(peak));
		}
		Plots.panels(2, List.of(Plots.lines(Axes.of("images (powers of 10)", "processor time (s)").logY(), seconds), Plots.lines(Axes
			.of("images (powers of 10)", "largest resident memory (MB)"), memory))).size(1400, 560).write(root.resolve("scale.png"));
	}

	private double[] values(final String name, final int column) {
		return Arrays.stream(images).mapToDouble(n -> rows.stream().map(row -> row.split(",")).filter(row -> row[0].equals(name) &&
			row[1].equals(String.valueOf(n))).mapToDouble(row -> Double.parseDouble(row[column])).findFirst().orElse(Double.NaN))
			.toArray();
	}
}
