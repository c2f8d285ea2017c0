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
package io.sonoflow.step.clip;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.step.Step;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.doppler.SeparateDoppler;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.step.pretrain.PretrainEncoder;
import io.sonoflow.step.segment.SegmentUltrasound;
import io.sonoflow.step.segment.TrainSegmenter;
import io.sonoflow.step.translate.TrainTranslator;
import io.sonoflow.step.translate.TranslateUltrasound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whether commands need more memory the longer a clip is: a phantom of small pictures, 30 frames a second, of one minute and of
 * ten, each command in a process of its own with 256 MB for Java, which has them from the start, so that what the process grows
 * by is not Java's heap. Told are what Java's heap holds after a collection at most, looked at every other second, and the
 * resident memory of the process, PyTorch's and FFmpeg's included: half-way in time, at the end, and the largest. Trainings take
 * a few steps: what they hold depends on the clip, and whether steps gather memory is told by the benchmark of trainings.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=clipmemory -Dargs="60 600 attention separate"
 * </pre>
 *
 * About an hour and a half on 2 cores.
 */
public final class ClipMemoryBench {

	private static final String ONE = "one";
	private static final List<String> ALL = List.of("classify", "attention", "windows", "explain", "explainwindows", "separate",
		"translate", "segment", "crop", "export", "trainclassifier", "trainattention", "trainsegmenter", "traintranslator",
		"pretrain");
	private static final int EVERY = 2000, STEPS = 40;
	private static final double MEGA = 1 << 20;

	private ClipMemoryBench() {
	}

	/** @param args seconds of two clips (60, 600), commands (all) */
	public static void main(final String... args) throws IOException, InterruptedException {
		if (args.length > 0 && args[0].equals(ONE)) {
			one(args[1], Path.of(args[2]), Path.of(args[3]), Path.of(args[4]));
			return;
		}
		final int[] seconds = { args.length > 0 ? Integer.parseInt(args[0]) : 60, args.length > 1 ? Integer.parseInt(args[1]) : 600 };
		final List<String> wanted = args.length > 2 ? Arrays.asList(args).subList(2, args.length) : ALL;
		final Path folder = Files.createTempDirectory("clipmemory");
		try {
			LongClips.models(folder);
			for (final String what : wanted)
				for (final int each : seconds) {
					final Path clip = folder.resolve(each + ".avi");
					if (!Files.exists(clip)) LongClips.write(clip, each);
					final Path out = folder.resolve("out");
					run(what, folder, clip, out);
					delete(out);
				}
		}
		finally {
			delete(folder);
		}
	}

	private static void run(final String what, final Path folder, final Path clip, final Path out)
		throws IOException, InterruptedException
	{
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch",
			"-Djava.awt.headless=true", "-cp", System.getProperty(
				"java.class.path"), ClipMemoryBench.class.getName(), ONE, what, folder.toString(), clip.toString(), out.toString());
		builder.environment().putIfAbsent("OMP_NUM_THREADS", "1");
		builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT).start().waitFor();
	}

	private static Step<?> step(final String what, final Path folder, final Path clip, final Path out) {
		final Map<String, Object> values = new LinkedHashMap<>(Map.of("input", clip.toString(), "output", out.toString()));
		if (what.equals("separate")) return new SeparateDoppler(values);
		if (what.equals("crop")) return new CropUltrasound(values);
		if (what.equals("export")) return new ExportClip(values);
		values.put("device", "cpu");
		if (what.startsWith("train") || what.equals("pretrain")) return training(what, clip, values);
		if (what.equals("translate")) values.put("input", LongClips.table(clip).toString());
		values.put("model", folder.resolve(switch (what) {
			case "translate" -> "translator/model.safetensors";
			case "explain" -> "classify.safetensors";
			case "explainwindows" -> "windows.safetensors";
			default -> what + ".safetensors";
		}).toString());
		return switch (what) {
			case "translate" -> new TranslateUltrasound(values);
			case "explain", "explainwindows" -> new ExplainClassification(values);
			case "segment" -> new SegmentUltrasound(values);
			default -> new ClassifyUltrasound(values);
		};
	}

	private static Step<?> training(final String what, final Path clip, final Map<String, Object> values) {
		values.putAll(Map.of("steps", STEPS, "batch", 4));
		values.put("size", 32);
		return switch (what) {
			case "trainsegmenter" -> {
				values.putAll(Map.of("input", LongClips.table(clip).toString(), "values", "flow:255", "widths", "4,8", "film", false,
					"holdout", 0, "validation", 0));
				yield new TrainSegmenter(values);
			}
			case "traintranslator" -> {
				values.putAll(Map.of("window", 3, "base", 8));
				yield new TrainTranslator(values);
			}
			case "pretrain" -> {
				values.putAll(Map.of("more", LongClips.other(clip).toString(), "pairs", "frames", "optimizer", "adamw"));
				yield new PretrainEncoder(values);
			}
			default -> {
				values.putAll(Map.of("input", LongClips.labels(clip).toString(), "holdout", 0));
				if (what.equals("trainattention")) values.put("pooling", "attention");
				yield new TrainClassifier(values);
			}
		};
	}

	private static void one(final String what, final Path folder, final Path clip, final Path out) throws IOException {
		final long[] heap = new long[1];
		final List<Double> resident = Collections.synchronizedList(new ArrayList<>());
		final Thread watch = new Thread(() -> {
			try {
				while (true) {
					System.gc();
					heap[0] = Math.max(heap[0], collected());
					resident.add(resident("VmRSS:"));
					Thread.sleep(EVERY);
				}
			}
			catch (final InterruptedException e) {
				// The work is done.
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		watch.setDaemon(true);
		watch.start();
		final long start = System.nanoTime();
		String end = "";
		try {
			step(what, folder, clip, out).run(Monitor.NONE);
		}
		catch (final SonoflowException | OutOfMemoryError e) {
			end = ", ended by: " + e.getMessage();
		}
		watch.interrupt();
		resident.add(resident("VmRSS:"));
		System.out.printf(Locale.ROOT,
			"%-15s %4s s: heap %6.1f MB, resident %6.1f MB half-way, %6.1f at the end, %6.1f at most, %.0f s%s%n", what, clip
				.getFileName().toString().replace(".avi", ""), heap[0] / MEGA, resident.get(resident.size() / 2), resident.get(resident
					.size() - 1), resident("VmHWM:"), (System.nanoTime() - start) / 1e9, end);
	}

	/** {@return what was left by the last collection, whatever came since} */
	private static long collected() {
		return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).map(
			MemoryPoolMXBean::getCollectionUsage).filter(Objects::nonNull).mapToLong(MemoryUsage::getUsed).sum();
	}

	/** {@return a figure of the process, MB} */
	private static double resident(final String figure) throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(figure)).mapToLong(
			line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow() / 1024.0;
	}

	private static void delete(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path each : files.sorted(Comparator.reverseOrder()).toList())
				Files.delete(each);
		}
	}
}
