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
package io.sonoflow.step.explain;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Opened;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.MapTests;
import io.sonoflow.explain.NetworkImage;
import io.sonoflow.explain.PlaceMap;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.MarkerInsertion;
import io.sonoflow.nn.Classifier;
import io.sonoflow.plot.sheet.Overlay;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.step.data.MarkMasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The work of {@link ExplainClassification} over all images. */
final class ExplanationRun {

	/** Pictures kept in the result; a longer list is in the folder only. */
	private static final int KEPT_PICTURES = 64;
	/** Images between two writings of the table. */
	private static final int WRITE_EVERY = 16;
	private static final int SMALLEST_CELL = 256;
	private static final int LARGEST_CELL = 512;
	private final ExplainClassification step;
	private final Classifier classifier;
	private final ExplainSources images;
	private final RunFolder folder;
	private final Monitor monitor;
	private final Explainer explainer;
	private final MapNotes notes;
	private final ClipRun clips;
	private final FrameTable frames;
	private final int target;
	private final CamTable table;
	private final InputCheck check;
	private final List<ArrayImg<ARGBType, IntArray>> pictures = new ArrayList<>();
	private final List<ExplainClassification.Explained> explained = new ArrayList<>();
	private TestedMaps tests;

	/**
	 * @param whole of images or clips
	 * @param explainer of what it sees of them
	 * @param folder null = nothing is written
	 */
	ExplanationRun(final ExplainClassification step, final Classifier whole, final Explainer explainer, final ExplainSources images,
		final RunFolder folder, final Monitor monitor)
	{
		this.step = step;
		this.classifier = explainer.classifier();
		this.images = images;
		this.folder = folder;
		this.monitor = monitor;
		this.explainer = explainer;
		this.target = step.target(classifier.config());
		this.check = InputCheck.of(classifier.config().notes(), step.model.getName(), monitor);
		this.table = folder == null ? new CamTable(null, step.tests) : new CamTable(folder.path(), step.tests);
		this.frames = new FrameTable(table, folder == null ? null : folder.path());
		this.notes = new MapNotes(step, explainer, table, folder, monitor);
		this.clips = new ClipRun(step, whole, explainer, check, frames, folder, monitor);
	}

	/** Says the organ of an image to the networks that must be told. */
	private void tell(final int i) {
		if (classifier.network().organs().isEmpty()) return;
		classifier.tell(images.organ().apply(i));
		if (tests != null) tests.tell(images.organ().apply(i));
	}

	ExplainClassification.Result run() {
		if (!images.names().isEmpty()) tell(0);
		notes.tellOfLayer(clips.window());
		if (folder != null && folder.resumed()) {
			table.read();
			frames.read();
		}
		if (folder != null) folder.keeps(this::kept);
		final List<String> files = CamTable.pictureNames(images.names());
		try (TestedMaps open = step.tests ? new TestedMaps(explainer, step.model.toPath(), step.seed) : null) {
			tests = open;
			for (int i = 0; i < files.size(); i++) {
				monitor.checkCancelled();
				tell(i);
				if (!table.isDone(files.get(i))) {
					if (images.clip().apply(i) == null) explain(i, files.get(i));
					else clip(images.clip().apply(i), files.get(i));
				}
				// Over an open stack lie the maps of all its slices, also those that an interrupted run had in its table.
				else if (!step.images.isEmpty()) remember(i, images.get().apply(i), see(images.get().apply(i), target).heat);
				if (folder != null && (i % WRITE_EVERY == WRITE_EVERY - 1 || images.clip().apply(i) != null)) write();
				monitor.progress("explaining", i + 1L, files.size());
			}
		}
		finally {
			if (folder != null) write();
		}
		if (folder != null) Opened.write(folder.path(), images.review());
		notes.figures(images, frames);
		clips.tell();
		if (step.tests) TestedMaps.tell(table.rows(), step.method, folder, monitor);
		notes.tellOfOtherKinds(check);
		notes.tellOfMapsWithoutPlaces();
		return new ExplainClassification.Result(table.rows(), List.copyOf(pictures), images.review(), classifier.config()
			.classes(), List.copyOf(explained));
	}

	/** {@return how many images are done, for people; empty = none} */
	private String kept() {
		final long done = table.rows().stream().map(CamTable.Row::picture).distinct().count();
		return done == 0 ? "" : done + " of " + images.names().size() + " images";
	}

	/** The frames first: a clip whose row is in the table is done. */
	private void write() {
		frames.write();
		table.write();
	}

	private void clip(final ClipSource clip, final String file) {
		final ClipRun.Done done = clips.explain(clip, file, tests, target, KEPT_PICTURES - explained.size());
		table.add(done.row());
		explained.addAll(done.explained());
		if (pictures.size() < KEPT_PICTURES) pictures.add(done.picture());
	}

	private void explain(final int i, final String file) {
		final RandomAccessibleInterval<UnsignedByteType> image = images.get().apply(i);
		final int side = Math.max(Images.width(image), Images.height(image));
		final Sheet sheet = new Sheet(2).cell(Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, side)));
		final Seen seen = see(image, target);
		final HeatMap plain = seen.heat;
		final String name = images.names().get(i);
		final String warning = check.warning(image);
		remember(i, image, plain);
		if (!step.markers) {
			final boolean[] burnt = images.burnt().apply(i);
			final CamTable.Row row = row(name, plain, burnt, file, warning, test(seen, i));
			add(sheet, image, plain, row.share(), row.markers() ? "with marks" : "image");
			table.add(row);
		}
		else {
			final MarkerInsertion.Marked marked = MarkerInsertion.insert(image, MarkerInsertion.MEASURING, RandomStream.of(
				step.seed, "explain", i));
			// The same class as without marks: the question is what they do to this decision.
			final Seen seenAgain = see(marked.image(), plain.target());
			final HeatMap disturbed = seenAgain.heat;
			add(sheet, image, plain, plain.share(marked.mask()), "image");
			add(sheet, marked.image(), disturbed, disturbed.share(marked.mask()), "with marks");
			table.add(row(name, plain, marked.mask(), false, file, warning, test(seen, i)));
			table.add(row(name, disturbed, marked.mask(), true, file, warning, test(seenAgain, i)));
		}
		final ArrayImg<ARGBType, IntArray> picture = sheet.image();
		if (pictures.size() < KEPT_PICTURES) pictures.add(picture);
		if (folder != null) sheet.write(folder.resolve(file));
	}

	private void remember(final int i, final RandomAccessibleInterval<UnsignedByteType> image, final HeatMap map) {
		if (explained.size() < KEPT_PICTURES || !step.images.isEmpty()) explained.add(ExplainClassification.Explained.of(images
			.names().get(i), image, map, label(map)));
	}

	/** An image as the network sees it, and its map in the layer's grid and in the image's size. */
	private record Seen(NetworkImage input, PlaceMap places, HeatMap heat) {
	}

	private Seen see(final RandomAccessibleInterval<UnsignedByteType> image, final int wanted) {
		final NetworkImage input = explainer.input(image);
		final PlaceMap places = explainer.places(input, wanted, monitor);
		return new Seen(input, places, places.heatMap(Images.width(image), Images.height(image)));
	}

	/** On the structure where the data set has its mask. Never on marks: to point at those is bad, and markershare tells it. */
	private MapTests.Result test(final Seen seen, final int i) {
		return step.tests ? tests.of(seen.input, seen.places, seen.heat, images.structure().apply(i), monitor)
			: MapTests.Result.NONE;
	}

	/** Of an image as it is: on marks that are burnt into it, if it is known where. */
	private CamTable.Row row(final String name, final HeatMap map, final boolean[] burnt, final String file,
		final String warning, final MapTests.Result tested)
	{
		final boolean bears = burnt != null && MarkMasks.area(burnt) > 0;
		return bears ? row(name, map, burnt, true, file, warning, tested) : new CamTable.Row(name, label(map), map.score(),
			Double.NaN, burnt == null ? Double.NaN : 0, false, file, map.state(), warning, tested);
	}

	private CamTable.Row row(final String name, final HeatMap map, final boolean[] mask, final boolean marks,
		final String file, final String warning, final MapTests.Result tested)
	{
		return new CamTable.Row(name, label(map), map.score(), map.share(mask), MarkMasks.area(mask), marks, file, map.state(),
			warning, tested);
	}

	private String label(final HeatMap map) {
		return classifier.config().classes().get(map.target());
	}

	private void add(final Sheet sheet, final RandomAccessibleInterval<UnsignedByteType> image, final HeatMap map,
		final double share, final String caption)
	{
		sheet.add(image, caption, Sheet.Frame.NONE);
		if (map.state() != HeatMap.State.OK) {
			sheet.add(image, String.format(Locale.ROOT, "%s %.1f %%, no map (%s)", label(map), 100 * map.score(), map.state()
				.key()), Sheet.Frame.NONE);
			return;
		}
		final String onMarks = Double.isNaN(share) ? "" : String.format(Locale.ROOT, ", %.1f %% of map on marks", 100 * share);
		final String text = String.format(Locale.ROOT, "%s %.1f %%%s", label(map), 100 * map.score(), onMarks);
		sheet.addColor(Overlay.of(image, Images.floats(map.values(), map.width(), map.height()), Overlay.STRENGTH), text,
			Sheet.Frame.NONE);
	}
}
