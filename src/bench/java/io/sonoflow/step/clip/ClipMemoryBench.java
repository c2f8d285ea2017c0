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

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.Step;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.doppler.SeparateDoppler;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.step.segment.SegmentUltrasound;
import io.sonoflow.step.translate.TrainTranslator;
import io.sonoflow.step.translate.TranslateUltrasound;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Whether commands need more memory the longer a clip is: a phantom of small pictures, 30 frames a second, of one minute and of
 * ten, each command in a process of its own with 256 MB for Java, which has them from the start, so that what the process grows
 * by is not Java's heap. Told are what Java's heap holds after a collection at most, looked at every other second, and the
 * largest resident memory of the process, PyTorch's and FFmpeg's included.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=clipmemory -Dargs="60 600 attention separate"
 * </pre>
 *
 * About an hour on 2 cores.
 */
public final class ClipMemoryBench {

	private static final String ONE = "one";
	private static final List<String> ALL = List.of("classify", "attention", "windows", "explain", "explainwindows", "separate",
		"translate", "segment", "crop", "export");
	private static final FrameRate RATE = new FrameRate(30, 1);
	private static final int SIDE = 96, LOOP = 40, EVERY = 2000;
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
			final List<ArrayImg<ARGBType, IntArray>> loop = loop();
			models(folder, loop);
			for (final String what : wanted)
				for (final int each : seconds) {
					final Path clip = folder.resolve(each + ".avi");
					if (!Files.exists(clip)) {
						write(clip, loop, each * RATE.frames());
						mask(clip, loop.get(0), each * RATE.frames());
					}
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

	private static List<ArrayImg<ARGBType, IntArray>> loop() {
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(4, 0, DopplerSpec.Kind.VESSEL, SIDE, ColorMap.CLASSIC));
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		for (int frame = 0; frame < LOOP; frame++)
			frames.add(phantom.frame(frame).colorImage());
		return frames;
	}

	private static void write(final Path clip, final List<ArrayImg<ARGBType, IntArray>> loop, final int frames) throws IOException {
		try (ClipWriter writer = new ClipWriter(clip, ClipCodec.FFV1, Images.width(loop.get(0)), Images.height(loop.get(0)), true,
			RATE))
		{
			for (int frame = 0; frame < frames; frame++)
				writer.addColor(loop.get(frame % LOOP));
			writer.finish();
		}
	}

	/** Of each frame one square is translated: all of the colour takes an hour. */
	private static void mask(final Path clip, final ArrayImg<ARGBType, IntArray> shown, final int frames) throws IOException {
		final int width = Images.width(shown);
		final byte[] square = new byte[width * Images.height(shown)];
		for (int i = 0; i < square.length; i++)
			if (i % width >= 40 && i % width < 50 && i / width >= 40 && i / width < 50) square[i] = (byte) 255;
		final ArrayImg<UnsignedByteType, ByteArray> mask = Images.bytes(square, width, Images.height(shown));
		final Path file = clip.resolveSibling("mask" + clip.getFileName());
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, width, Images.height(shown), false, RATE)) {
			for (int frame = 0; frame < frames; frame++)
				writer.add(mask);
			writer.finish();
		}
		Files.writeString(table(clip), "image,mask\n" + clip.getFileName() + "," + file.getFileName() + "\n");
	}

	private static Path table(final Path clip) {
		return clip.resolveSibling(clip.getFileName() + ".csv");
	}

	/** Nothing is learned: memory does not depend on what a network says. */
	private static void models(final Path folder, final List<ArrayImg<ARGBType, IntArray>> loop) throws IOException {
		final ModelConfig config = new ModelConfig(Networks.RESNET18, 1, List.of("a", "b"), 32);
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 1)) {
			ModelFile.write(folder.resolve("classify.safetensors"), network, config);
		}
		try (ImageNetwork network = BagNetwork.of(Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 1), BagPooling.GATED, 3, 128,
			1))
		{
			ModelFile.write(folder.resolve("attention.safetensors"), network, config.withNote("clippooling", "gated"));
		}
		try (ImageNetwork network = Networks.create(Networks.R3D18, Device.cpu(), 1, 2, 1)) {
			ModelFile.write(folder.resolve("windows.safetensors"), network, new ModelConfig(Networks.R3D18, 1, List.of("a", "b"), 32)
				.withNote("clippooling", "mean").withNote("window", "16"));
		}
		final SegmentationConfig segmenter = new SegmentationConfig(List.of("a"), List.of("b"), List.of(4, 8), true, 32, 0.5,
			Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), segmenter, 1)) {
			SegmentationFile.write(folder.resolve("segment.safetensors"), network, segmenter);
		}
		final Path clip = folder.resolve("learned.avi");
		write(clip, loop, LOOP);
		new TrainTranslator(Map.of("input", clip.toString(), "output", folder.resolve("translator").toString(), "size", 16, "window",
			3, "base", 8, "steps", 1, "batch", 1, "device", "cpu")).run(Monitor.NONE);
	}

	private static Step<?> step(final String what, final Path folder, final Path clip, final Path out) {
		final Map<String, Object> values = new LinkedHashMap<>(Map.of("input", (what.equals("translate") ? table(clip) : clip)
			.toString(), "output", out.toString()));
		if (what.equals("separate")) return new SeparateDoppler(values);
		if (what.equals("crop")) return new CropUltrasound(values);
		if (what.equals("export")) return new ExportClip(values);
		values.put("device", "cpu");
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

	private static void one(final String what, final Path folder, final Path clip, final Path out) throws IOException {
		final long[] heap = new long[1];
		final Thread watch = new Thread(() -> {
			try {
				while (true) {
					System.gc();
					heap[0] = Math.max(heap[0], collected());
					Thread.sleep(EVERY);
				}
			}
			catch (final InterruptedException e) {
				// The work is done.
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
		System.out.printf(Locale.ROOT, "%-14s %4s s: heap %6.1f MB, resident %6.1f MB, %.0f s%s%n", what, clip.getFileName()
			.toString().replace(".avi", ""), heap[0] / MEGA, resident() / MEGA, (System.nanoTime() - start) / 1e9, end);
	}

	/** {@return what was left by the last collection, whatever came since} */
	private static long collected() {
		return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).map(
			MemoryPoolMXBean::getCollectionUsage).filter(Objects::nonNull).mapToLong(MemoryUsage::getUsed).sum();
	}

	private static long resident() throws IOException {
		return 1024 * Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:")).mapToLong(
			line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
	}

	private static void delete(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path each : files.sorted(Comparator.reverseOrder()).toList())
				Files.delete(each);
		}
	}
}
