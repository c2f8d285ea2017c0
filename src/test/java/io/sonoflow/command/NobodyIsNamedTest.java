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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.run.RunInfo;
import io.sonoflow.step.Step;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.clip.ExportClip;
import io.sonoflow.step.compare.CompareClassifiers;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;
import io.sonoflow.step.doppler.SeparateDoppler;
import io.sonoflow.step.evaluate.EvaluateSegmentation;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.step.generate.GenerateUltrasound;
import io.sonoflow.step.generate.TrainDiffusion;
import io.sonoflow.step.labelnoise.FilterNoisyLabels;
import io.sonoflow.step.marks.InsertMarkers;
import io.sonoflow.step.marks.PreviewMarkers;
import io.sonoflow.step.phantom.MakePhantoms;
import io.sonoflow.step.pretrain.PretrainEncoder;
import io.sonoflow.step.pretrain.PretrainMaskedAutoencoder;
import io.sonoflow.step.reading.BlindedReading;
import io.sonoflow.step.report.SonoflowReport;
import io.sonoflow.step.segment.SegmentUltrasound;
import io.sonoflow.step.segment.TrainSegmenter;
import io.sonoflow.step.setup.InspectWeights;
import io.sonoflow.step.synthetic.EvaluateSynthetic;
import io.sonoflow.step.synthetic.FilterSynthetic;
import io.sonoflow.step.translate.TrainTranslator;
import io.sonoflow.step.translate.TranslateUltrasound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file that any command writes says in whose folder it was made; the folders hold inputs at two depths and far away. */
class NobodyIsNamedTest {

	private static final String SECRET = "anna-secret";

	/**
	 * Commands without an output folder: a check of the computer, installations into a folder of the user's own, and windows in
	 * which a run's own table is corrected or a reader's decisions are noted under the name that the reader gives.
	 */
	private static final Set<String> WITHOUT = Set.of("-", "Check Setup...", "Install Weights...", "Install Engine...",
		"Show Data Set...",
		"Review Crops...", "Review Labels...",
		"Sonoflow Phantom Screen", "Sonoflow Phantom Clip");

	/** Tables that name images in a study far away and must be able to find them. */
	private static final Set<String> FAR = Stream.of("b/splits/seed0_fold1.csv", "b/splits/seed0_fold2.csv", "cams/cams.csv",
		"cleaned/dataset.csv", "segmenter/predictions/dataset.csv", "segmenter/predictions/reference.csv",
		"segmented/dataset.csv", "crops/boxes.csv",
		"crops/dataset.csv", "marked/dataset.csv").map(name -> "scratch/jobs/7/" + name)
		.collect(Collectors.toSet());

	@TempDir
	Path temp;

	private final List<Path> folders = new ArrayList<>();
	private final Set<String> found = new TreeSet<>();

	private void run(final Step<?> step, final Path output, final String keys) {
		step.set(java.util.Arrays.stream(keys.split(" ")).map(pair -> pair.split("=", 2)).collect(Collectors.toMap(
			pair -> pair[0], pair -> pair[1])));
		step.with("output", output);
		step.run(Monitor.NONE);
		folders.add(output);
	}

	@Test
	void noFileNamesTheUser() throws IOException {
		final Path home = temp.resolve(SECRET);
		final Path near = home.resolve("study/data");
		final Path runs = home.resolve("study/runs");
		// As on a cluster: results on another disk.
		final Path far = temp.resolve("scratch/jobs/7");
		final String network = " size=32 epochs=3 batch=16 markers=0 device=cpu";
		run(new MakePhantoms(), near.resolve("screens"), "patients=4 inhomogeneous=0.5 markers=1");
		run(new CropUltrasound(), near.resolve("crops"), "input=" + near.resolve("screens") + " mode=views size=64");
		run(new CropUltrasound(), far.resolve("crops"), "input=" + near.resolve("screens/images") + " mode=sector size=64");
		run(new InsertMarkers(), far.resolve("marked"), "input=" + near.resolve("crops"));
		run(new ExportClip(), far.resolve("clips"), "fps=25 input=" + near.resolve("crops"));
		run(new PreviewMarkers(), runs.resolve("preview"), "input=" + near.resolve("crops") + " count=2");
		run(new FilterNoisyLabels(), far.resolve("cleaned"), "input=" + near.resolve("crops") + " folds=2 seeds=1" + network);
		run(new TrainClassifier(), runs.resolve("classifier"), "input=" + near.resolve("crops") + network);
		final Path model = runs.resolve("classifier/model.safetensors");
		run(new CrossValidateClassifier(), runs.resolve("a"), "input=" + near.resolve("crops") + " folds=2 seeds=1" + network);
		run(new CrossValidateClassifier(), far.resolve("b"), "input=" + near.resolve("crops") + " weights=" + model +
			" folds=2 seeds=1" + network);
		run(new CompareClassifiers(), runs.resolve("comparison"), "input=" + runs.resolve("a") + "," + far.resolve("b"));
		run(new ClassifyUltrasound(), far.resolve("predictions"), "device=cpu model=" + model + " input=" + near.resolve("crops"));
		run(new ExplainClassification(), far.resolve("cams"), "count=2 device=cpu model=" + model + " input=" + near.resolve(
			"crops"));
		run(new TrainSegmenter(), far.resolve("segmenter"), "input=" + near.resolve("crops") +
			" size=32 widths=4,8 steps=2 batch=4 validation=0.4 device=cpu");
		run(new SegmentUltrasound(), far.resolve("segmented"), "model=" + far.resolve("segmenter") + " input=" +
			near.resolve("crops") +
			" uncertainty=true device=cpu");
		run(new EvaluateSegmentation(), far.resolve("evaluated"), "input=" + near.resolve("crops") + " predictions=" + far.resolve(
			"marked"));
		final DopplerFrame flow = DopplerPhantom.of(new DopplerSpec(0, 0, DopplerSpec.Kind.VESSEL, 128, ColorMap.CLASSIC)).frame(3);
		ImageFiles.writeColorPng(near.resolve("doppler/a.png"), flow.colorImage());
		ImageFiles.writePng(near.resolve("doppler/grey.png"), flow.greyImage());
		run(new SeparateDoppler(), far.resolve("separated"), "input=" + near.resolve("doppler"));
		run(new MakePhantoms(), near.resolve("flow"), "patients=1 clips=true doppler=true size=96 frames=2");
		run(new TrainTranslator(), runs.resolve("translator"), "input=" + near.resolve("flow/doppler.csv") +
			" size=32 base=8 window=3 steps=1 batch=1 device=cpu");
		run(new TranslateUltrasound(), far.resolve("translated"), "model=" + runs.resolve("translator/model.safetensors") +
			" input=" + near.resolve("flow/doppler.csv") + " device=cpu");
		run(new TrainDiffusion(), runs.resolve("diffusion"), "input=" + near.resolve("crops") +
			" size=64 base=32 multipliers=1,1,1 blocks=1 attention=16 heads=1 steps=2 batch=4 every=1 samples=1 device=cpu");
		run(new GenerateUltrasound(), far.resolve("synthetic"), "model=" + runs.resolve("diffusion/model.safetensors") +
			" count=4 sampler=dpm++ steps=4 device=cpu");
		final String sets = "real=" + near.resolve("crops") + " synthetic=" + far.resolve("synthetic") + " features=" + model +
			" device=cpu";
		run(new EvaluateSynthetic(), far.resolve("scores"), sets + " cache=" + near.resolve("cache"));
		run(new FilterSynthetic(), far.resolve("kept"), sets);
		run(new BlindedReading(), far.resolve("reading"), "count=4 real=" + near.resolve("crops") + " synthetic=" + far.resolve(
			"synthetic"));
		run(new PretrainEncoder(), far.resolve("encoder"), "input=" + near.resolve("crops") + " more=" + far.resolve("marked") +
			" size=32 steps=2 batch=8 chunk=8 every=1 device=cpu probe=" + near.resolve("crops"));
		run(new PretrainMaskedAutoencoder(), far.resolve("masked"), "input=" + near.resolve("crops") + " more=" + far.resolve(
			"marked") + " size=32 backbone=vit-tiny16 decoderdepth=1 decoderwidth=32 steps=1 batch=4 device=cpu probe=" + near.resolve(
				"crops"));
		run(new InspectWeights(), far.resolve("weights"), "input=" + model);
		run(new SonoflowReport(), far.resolve("report"), "input=" + folders.stream().map(Path::toString).collect(Collectors
			.joining(",")));
		everyCommandIsHere();
		int searched = 0;
		for (final Path folder : List.of(home, far))
			for (final Path file : files(folder)) {
				search(file);
				searched++;
			}
		assertTrue(searched > 100, searched + " files");
		assertEquals(FAR, found);
		assertEquals("generator: 16 images of 4 named patients", LearnedFrom.beside(far.resolve("synthetic")).describe());
		assertEquals("generator: 16 images of 4 named patients; filter: 16 images of 4 named patients", LearnedFrom.beside(far
			.resolve("kept/dataset.csv")).describe());
		sourcesAreLinked(far.resolve("report/report.html"));
	}

	private void everyCommandIsHere() throws IOException {
		final Set<String> labels = Files.readAllLines(Path.of("plugins.config")).stream().filter(line -> line.contains("\"")).map(
			line -> line.split("\"")[1]).filter(label -> !WITHOUT.contains(label)).collect(Collectors.toSet());
		assertEquals(labels, folders.stream().map(folder -> RunInfo.read(folder).command()).collect(Collectors.toSet()));
	}

	private static List<Path> files(final Path folder) throws IOException {
		try (Stream<Path> walk = Files.walk(folder)) {
			return walk.filter(Files::isRegularFile).toList();
		}
	}

	/** As it is, and what is packed in it. */
	private void search(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		search(file, new String(bytes, StandardCharsets.ISO_8859_1));
		search(file, new String(bytes, StandardCharsets.UTF_16LE));
		if (file.toString().endsWith(".png")) search(file, new String(inflated(bytes), StandardCharsets.ISO_8859_1));
	}

	private void search(final Path file, final String text) {
		if (text.contains(SECRET) || text.contains(temp.toString())) found.add(temp.relativize(file).toString());
	}

	/** Compressed text of a PNG. */
	private static byte[] inflated(final byte[] png) {
		final ByteArrayOutputStream all = new ByteArrayOutputStream();
		final String text = new String(png, StandardCharsets.ISO_8859_1);
		for (final String chunk : List.of("zTXt", "iTXt", "iCCP"))
			for (int i = text.indexOf(chunk); i >= 0; i = text.indexOf(chunk, i + 1)) {
				final Inflater inflater = new Inflater();
				final int begin = text.indexOf('\0', i) + 2;
				inflater.setInput(png, begin, png.length - begin);
				final byte[] out = new byte[4096];
				try {
					all.write(out, 0, inflater.inflate(out));
				}
				catch (final DataFormatException e) {
					// Not compressed.
				}
				inflater.end();
			}
		return all.toByteArray();
	}

	/** Also where a record has nothing of an input but its name and content. */
	private void sourcesAreLinked(final Path page) throws IOException {
		final String html = Files.readString(page);
		final RunInfo crops = RunInfo.read(temp.resolve("scratch/jobs/7/marked"));
		assertEquals(".../crops", crops.inputs().get(0).path());
		assertFalse(html.contains("own, and may name somebody"), "a column that a command writes is not known to the report");
		assertTrue(html.split("href=\"#run").length > folders.size() * 2, "the sources of runs are not linked");
	}
}
