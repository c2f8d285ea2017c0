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
package io.sonoflow.step.phantom;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomPlan;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.parameter.Key;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Makes a data set of synthetic ultrasound images: {@code images/}, {@code masks/} (255 in the organ, or in the nodule; 200 in a
 * kidney's open pelvis and calyces, 150 in its cysts) and {@code dataset.csv}.
 * The same parameters give the same pixels on every machine and with any number of threads.
 */
public final class MakePhantoms extends Step<MakePhantoms.Result> {

	/** The menu label. */
	public static final String LABEL = "Make Phantoms...";

	private static final String ORGAN = "testis|thyroid|nodule|nerve|fetal|kidney";
	private static final String ORGANS = "testis, thyroid, nodule, nerve, fetal, kidney, or several separated by commas";

	private static final int DEFAULT_SIZE = 256;
	private static final int FRAMES = 32;

	@Parameter(label = "Output", description = "Folder for images, masks and dataset.csv.", style = "directory",
		attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Patients", description = "Number of patients, each with two sides of two views.", min = "1",
		max = "9999")
	public int patients = 24;

	@Parameter(label = "Organs", description = ORGANS + ": patients get them in turn.", attrs = { @Attr(name = Key.REQUIRED), @Attr(
		name = Key.PATTERN, value = "\\s*(" + ORGAN + ")\\s*(,\\s*(" + ORGAN + ")\\s*)*"), @Attr(name = Key.ALLOWED,
			value = ORGANS) })
	public String organs = "testis";

	@Parameter(label = "Size", description = "Edge of a single view in pixels; views on screens are always 300, " +
			"clips have 96 at least.",
		min = "64", max = "1024", attrs = @Attr(name = Key.UNIT, value = "pixels"))
	public int size = DEFAULT_SIZE;

	@Parameter(label = "Screens",
		description = "Scanner screens of 800 x 600 pixels with two views, header text, ruler and caliper marks, instead of " +
			"single views.")
	public boolean screens = true;

	@Parameter(label = "Inhomogeneous", description = "Share of testes (and thyroids) with inhomogeneous " +
		"parenchyma, and of other organs that are not normal: spiculated nodules, swollen nerves, fetal heads with wide " +
		"ventricles, kidneys (half of them dilated, half multicystic), 0 to 1.",
		min = "0", max = "1")
	public double inhomogeneous = 0.2;

	@Parameter(label = "Noise", description = "Share of wrong labels, 0 to 1; the column truth keeps the right ones.",
		min = "0", max = "1")
	public double noise;

	@Parameter(label = "Markers", description = "Share of views with burnt-in markers, 0 to 1.", min = "0", max = "1")
	public double markers = 0.3;

	@Parameter(label = "Biased",
		description = "How strongly markers follow the label, 0 to 1: at 1 only views labelled inhomogeneous bear any.",
		min = "0", max = "1")
	public double biased;

	@Parameter(label = "Sites", description = "Number of sites, 1 to 6, among which patients are shared: scanners that differ in " +
		"frequency, gain, dynamic range, smoothing and the layout of screens; from 2 on there is a column site.", min = "1",
		max = "6", attrs = @Attr(name = Key.SINCE, value = "1"))
	public int sites = 1;

	@Parameter(label = "Clips", description = "Clips of flow instead of images: of each patient a vessel and a chamber of the " +
		"heart, whose tissue and blood move.", attrs = @Attr(name = Key.SINCE, value = "false"))
	public boolean clips = false;

	@Parameter(label = "Doppler", description = "Also the same clips in colour, under the same names in colour/, with masks of " +
		"the colour, the true velocity and the measured variance of each frame; needs clips=true.", attrs = @Attr(name = Key.SINCE, value = "false"))
	public boolean doppler = false;

	@Parameter(label = "Frames", description = "Number of frames of a clip, at 25 a second.", min = "2", max = "1000",
		attrs = @Attr(name = Key.SINCE, value = "32"))
	public int frames = FRAMES;

	@Parameter(label = "Seed", description = "Whole number; the same seed gives the same pixels.")
	public long seed;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(name = Key.FRAME))
	public boolean overwrite;

	/**
	 * What was made.
	 *
	 * @param table dataset.csv
	 * @param samples its rows
	 */
	public record Result(Path table, List<Sample> samples) {
	}

	/** One file to make: an exam and, if it is not a screen of both, which of its views. */
	private record Item(Exam exam, int view) {
	}

	public MakePhantoms() {
	}

	/** @param output folder to write */
	public MakePhantoms(final File output) {
		this.output = output;
	}

	/** @param values by key, for scripts */
	public MakePhantoms(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static MakePhantoms of(final Path output) {
		return new MakePhantoms(file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException.Input if a key has no meaning beside another */
	@Override
	protected void checkTogether() {
		if (doppler && !clips) throw new SonoflowException.Input("doppler=true makes clips in colour, and clips=false. Give " +
			"clips=true, or leave doppler out.");
		if (clips && size < DopplerSpec.LEAST) throw new SonoflowException.Input("size=" + size + " is too small for clips: " +
			"bar and numbers need " + DopplerSpec.LEAST + " pixels. Give size=" + DopplerSpec.LEAST + " or more.");
	}

	@Override
	protected Result execute(final Monitor monitor) {
		if (clips) return clips(monitor);
		if (frames != FRAMES) monitor.warn("frames=" + frames + " has no effect with clips=false: images are made.");
		final PhantomPlan plan = plan(monitor);
		return inFolder(record(List.of()), monitor, folder -> {
			final Result result = make(plan, folder, monitor);
			monitor.message("Wrote " + result.samples().size() + " images and " + result.table() + ".");
			return result;
		});
	}

	private Result clips(final Monitor monitor) {
		ClipWriter.requireLibrary();
		final MakePhantoms usual = new MakePhantoms();
		if (!organs.equals(usual.organs) || inhomogeneous != usual.inhomogeneous || noise != 0 || markers != usual.markers ||
			biased != 0 || sites != 1) monitor.warn(
				"organs, inhomogeneous, noise, markers, biased and sites have no effect with clips=true: clips show vessels and " +
					"chambers of the heart.");
		return inFolder(record(List.of()), monitor, folder -> {
			final List<Sample> samples = new ClipMaker(seed, patients, size, frames, doppler).make(folder, monitor);
			final Path table = folder.resolve(Dataset.FILE);
			monitor.message("Wrote " + samples.size() + " clips of " + frames + " frames" + (doppler ? ", as many in colour, "
				: " and ") + table + ".");
			return new Result(table, samples);
		});
	}

	private PhantomPlan plan(final Monitor monitor) {
		final PhantomPlan plan = new PhantomPlan(seed, Organ.parse(organs), patients, inhomogeneous, noise, markers, biased,
			sites);
		if (screens && size != DEFAULT_SIZE) monitor.warn("size=" + size +
			" has no effect with screens=true: views on a screen are 300 x 300. Give screens=false for single views.");
		if (biased > 0 && markers == 0) monitor.warn("biased=" + biased +
			" has no effect with markers=0: no view bears markers.");
		if (plan.organs().size() > patients) monitor.warn("organs=" + organs + " with patients=" + patients +
			": a patient has one organ, so the last organs are not shown.");
		if (sites > 1 && plan.sites() * plan.organs().size() > patients) monitor.warn("sites=" + sites +
			" with patients=" + patients +
			": a patient is seen at one site, so the last sites show not every organ, or nobody.");
		return plan;
	}

	private Result make(final PhantomPlan plan, final RunFolder folder, final Monitor monitor) {
		final List<Item> items = plan.exams().stream().flatMap(exam -> screens ? List.of(new Item(exam, -1))
			.stream() : IntStream.range(0, 2).mapToObj(view -> new Item(exam, view))).toList();
		final List<Sample> samples = items.stream().map(item -> sample(item, folder.path(), digits(), sites > 1)).toList();
		folder.keeps(() -> kept(samples));
		Parallel.forEach("phantoms", items.size(), monitor, i -> write(items.get(i), samples.get(i), folder
			.resumed(), monitor));
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, samples);
		figures(folder, items);
		return new Result(table, samples);
	}

	private void write(final Item item, final Sample sample, final boolean resumed, final Monitor monitor) {
		if (resumed && Files.isRegularFile(sample.image()) && Files.isRegularFile(sample.mask())) return;
		final ScannerScreen screen = item.view() < 0 ? ScannerScreen.of(seed, item.exam()) : ScannerScreen.single(
			seed, item.exam(), item.view(), size);
		ImageFiles.writePng(sample.image(), screen.image());
		ImageFiles.writePng(sample.mask(), screen.mask());
		monitor.preview("phantom", screen.image());
	}

	/** {@return how many of the images lie on the disk, for people; empty = none} */
	private static String kept(final List<Sample> samples) {
		final long there = samples.stream().filter(sample -> Files.isRegularFile(sample.image()) && Files.isRegularFile(sample
			.mask())).count();
		return there == 0 ? "" : there + " of " + samples.size() + " images";
	}

	private int digits() {
		return Math.max(2, String.valueOf(patients).length());
	}

	private Sample sample(final Item item, final Path folder, final int digits, final boolean several) {
		final Exam exam = item.exam();
		final String number = String.valueOf(exam.patient() + 1);
		final String patient = "phantom-" + "0".repeat(digits - number.length()) + number;
		final String side = Organ.SIDES.get(exam.side());
		final String view = item.view() < 0 ? String.join("+", exam.organ().views()) : exam.organ().views().get(item.view());
		final String file = patient + "-" + side + (item.view() < 0 ? "" : "-" + view) + ".png";
		return new Sample(folder.resolve("images").resolve(file), patient, side, view, exam.labelName(seed), exam
			.organ().key(), folder.resolve("masks").resolve(file), exam.truthName(seed), several ? Map.of("site",
				"site-" + (exam.site() + 1)) : Map.of());
	}

	private static void figures(final RunFolder folder, final List<Item> items) {
		folder.figure("images", items.size());
		folder.figure(Exam.INHOMOGENEOUS, items.stream().filter(item -> item.exam().truth()).count());
		folder.figure("wronglabels", items.stream().filter(item -> item.exam().truth() != item.exam().label()).count());
		folder.figure("markedviews", items.stream().mapToLong(item -> item.view() < 0 ? item.exam().marked().stream().filter(
			marked -> marked).count() : item.exam().marked().get(item.view()) ? 1 : 0).sum());
	}
}
