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
package io.sonoflow.step.generate;

import io.sonoflow.Monitor;
import io.sonoflow.curate.copy.MemoryAudit;
import io.sonoflow.curate.copy.MemoryMatch;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.Kid;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.metric.Speckle;
import io.sonoflow.nn.Devices;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.step.classify.ClassifyUltrasound;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * How good the images of class-conditional diffusion models of 64 px phantoms are: per set of images the time, the kernel
 * distance to phantoms that no model was trained on (features of a phantom classifier), speckle in the middle of the testis
 * against training, how often the classifier sees the class that was asked for, and copies of training images. Writes
 * {@code neighbours.png}: images of the last set above the training image that each most resembles.
 * <p>
 * Arguments: classifier, folder of the training phantoms, folder of other phantoms, output, then the sets, each as
 * {@code name,model,sampler,steps,start,images}, e.g. {@code new,model.safetensors,dpm++,20,1,512}, and perhaps {@code ,eta}.
 * Finished sets of images are taken from the output folder. All images may also be the rectangles of 32 x 32 pixels at (16, 8) of
 * such phantoms.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=quality -Dargs="..."
 * </pre>
 *
 * About 20 minutes for 512 images of dpm++ with 20 calls, 64 px and a network of base 64, on 2 cores.
 */
public final class PhantomQuality {

	private static final List<String> CLASSES = List.of("homogeneous", "inhomogeneous");
	/** The phantoms' display: 60 dB over 255 grey levels. */
	private static final double SLOPE = 255 / 60.;
	private static final int BATCH = 16;
	/** Of a whole phantom, pixels. */
	private static final int SIDE = 64;

	private PhantomQuality() {
	}

	/** @param args see above */
	public static void main(final String... args) {
		if (args.length < 5) throw new IllegalArgumentException(
			"-Dargs=\"CLASSIFIER TRAINING OTHERS OUTPUT NAME,MODEL,SAMPLER,STEPS,START,IMAGES ...\" is missing");
		final Path judge = Path.of(args[0]);
		final Path output = Path.of(args[3]);
		final Map<String, List<Sample>> sets = new LinkedHashMap<>();
		sets.put("training", read(Path.of(args[1])));
		sets.put("other phantoms", read(Path.of(args[2])));
		for (int i = 4; i < args.length; i++) {
			final String[] set = args[i].split(",");
			sets.put(set[0], generate(output, set));
		}
		kids(sets, judge);
		speckle(sets);
		judged(sets, judge, output);
		neighbours(sets, output);
	}

	private static List<Sample> read(final Path folder) {
		return Dataset.read(folder.resolve(Dataset.FILE), Monitor.NONE).samples();
	}

	/** @param set name, model, sampler, steps, start, images, and perhaps eta */
	private static List<Sample> generate(final Path output, final String[] set) {
		final List<Sample> samples = new ArrayList<>();
		double seconds = 0;
		for (final String label : CLASSES) {
			final Path folder = output.resolve(set[0] + "-" + label);
			final long start = System.nanoTime();
			final GenerateUltrasound step = new GenerateUltrasound(Path.of(set[1]).toFile(), folder.toFile());
			final double eta = set.length > 6 ? Double.parseDouble(set[6]) : 0;
			step.set(Map.of("count", Integer.parseInt(set[5]) / 2, "sampler", set[2], "steps", set[3], "class", label, "batch",
				BATCH, "eta", eta, "start", Double.parseDouble(set[4]), "device", "cpu", "seed", 7));
			if (!Files.exists(folder.resolve(Dataset.FILE))) step.run(Monitor.NONE);
			seconds += (System.nanoTime() - start) * 1e-9;
			samples.addAll(read(folder));
		}
		System.out.printf(Locale.ROOT, "%s: %d images in %.0f s%n", set[0], samples.size(), seconds);
		return samples;
	}

	private static void kids(final Map<String, List<Sample>> sets, final Path judge) {
		final Map<String, Features> features = new LinkedHashMap<>();
		try (FeatureExtractor extractor = FeatureExtractor.open(judge.toString(), "fid", Devices.parse("cpu", Monitor.NONE),
			Monitor.NONE))
		{
			sets.forEach((name, samples) -> features.put(name, Features.of(extractor.embed(samples.stream().map(Sample::image)
				.toList(), null, name, Monitor.NONE).features())));
		}
		final Map<String, Kid.Whole> kids = new LinkedHashMap<>();
		for (final String name : sets.keySet())
			if (!name.equals("other phantoms")) kids.put(name, Kid.whole(features.get("other phantoms"), features.get(name)));
		kids.forEach((name, kid) -> System.out.printf(Locale.ROOT,
			"KID of %s to other phantoms: %.4f, standard error %.4f%n", name, kid.value(), kid.standardError()));
	}

	private static void speckle(final Map<String, List<Sample>> sets) {
		for (final String label : CLASSES) {
			final double[] real = speckle(sets.get("training"), label);
			sets.forEach((name, samples) -> {
				final double[] mean = speckle(samples, label);
				System.out.printf("%s, %s: Nakagami m %.3f (%+.1f %%), axial width %.3f (%+.1f %%), lateral %.3f (%+.1f %%)%n",
					name, label, mean[0], 100 * (mean[0] / real[0] - 1), mean[1], 100 * (mean[1] / real[1] - 1), mean[2], 100 *
						(mean[2] / real[2] - 1));
			});
		}
	}

	/** {@return means over the images of this label, in a window that lies within every testis} */
	private static double[] speckle(final List<Sample> samples, final String label) {
		final List<Speckle> all = samples.stream().filter(sample -> sample.label().equals(label)).map(sample -> speckle(ImageFiles
			.readGray(sample.image()))).toList();
		return new double[] { mean(all, Speckle::nakagami), mean(all, Speckle::axial), mean(all, Speckle::lateral) };
	}

	private static Speckle speckle(final RandomAccessibleInterval<UnsignedByteType> image) {
		final int cut = SIDE - Images.width(image);
		return Speckle.of(image, 22 - cut / 2, 16 - cut / 4, 20, 16, SLOPE);
	}

	private static double mean(final List<Speckle> all, final ToDoubleFunction<Speckle> figure) {
		return all.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
	}

	private static void judged(final Map<String, List<Sample>> sets, final Path judge, final Path output) {
		sets.forEach((name, samples) -> {
			if (name.equals("training")) return;
			final Path table = output.resolve("judged-" + name.replace(' ', '-') + ".csv");
			Dataset.write(table, samples);
			final List<ClassifyUltrasound.Prediction> rows = new ClassifyUltrasound(Map.of("model", judge, "input", table, "device",
				"cpu")).run(Monitor.NONE).rows();
			for (final String label : CLASSES) {
				final int[] of = IntStream.range(0, samples.size()).filter(i -> samples.get(i).label().equals(label)).toArray();
				final long seen = IntStream.of(of).filter(i -> rows.get(i).prediction().equals(label)).count();
				System.out.printf("%s, %s: the classifier agrees for %d of %d%n", name, label, seen, of.length);
			}
		});
	}

	private static void neighbours(final Map<String, List<Sample>> sets, final Path output) {
		final List<Sample> training = sets.get("training");
		final String last = List.copyOf(sets.keySet()).get(sets.size() - 1);
		final MemoryAudit audit = MemoryAudit.of(i -> ImageFiles.readGray(training.get(i).image()), training.stream().map(
			Sample::patient).toList(), Monitor.NONE);
		sets.forEach((name, samples) -> {
			if (name.equals("training")) return;
			final List<MemoryMatch> matches = audit.matches(samples.size(), i -> ImageFiles.readGray(samples.get(i).image()),
				Monitor.NONE);
			System.out.printf("%s: %d of %d images are taken for copies (one in a thousand by chance); highest similarity %.2f%n",
				name, matches.stream().filter(match -> match.p() < MemoryMatch.ALARM).count(), matches.size(), matches.stream()
					.mapToDouble(MemoryMatch::similarity).max().orElse(Double.NaN));
			if (name.equals(last)) sheet(samples, matches, training, output.resolve("neighbours.png"));
		});
	}

	private static void sheet(final List<Sample> samples, final List<MemoryMatch> matches, final List<Sample> training,
		final Path file)
	{
		final int columns = 8;
		final Sheet sheet = new Sheet(columns).cell(128).title(
			"Generated images above the training images that they most resemble");
		for (int row = 0; row < 2; row++) {
			final int from = row * samples.size() / 2;
			for (int i = from; i < from + columns; i++)
				sheet.add(ImageFiles.readGray(samples.get(i).image()), samples.get(i).label(), Sheet.Frame.NONE);
			for (int i = from; i < from + columns; i++)
				sheet.add(ImageFiles.readGray(training.get(matches.get(i).nearest()).image()), String.format("similarity %.2f",
					matches.get(i).similarity()), Sheet.Frame.NONE);
		}
		sheet.write(file);
	}
}
