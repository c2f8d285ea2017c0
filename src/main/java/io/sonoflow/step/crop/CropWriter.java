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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.MaskExtent;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.image.text.TextBlank;
import io.sonoflow.step.SharedFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Writes the crops of one file, one frame at a time.
 *
 * @param folder the run's
 * @param item the file and its row
 * @param name of its crops, without suffixes
 * @param plan what to cut
 * @param form of the crops
 */
record CropWriter(Path folder, CropItem item, String name, CropPlan plan, Form form) {

	/**
	 * What crops are like.
	 *
	 * @param size edge in pixels, 0 = keep
	 * @param blank whether writing is taken out
	 * @param origin whether a column says where the rectangle came from
	 * @param values whether masks keep their values, as those of several structures must; else they become 255
	 */
	record Form(int size, boolean blank, boolean origin, boolean values) {

		/** {@return a mask as it is written, of the screen's size} */
		ArrayImg<UnsignedByteType, ByteArray> mask(final Path file, final FrameReader masks, final int frame) {
			return MaskExtent.pixels(file, masks, frame, values);
		}

		/** {@return the crop of an image of the screen's size} */
		ArrayImg<UnsignedByteType, ByteArray> cut(final CropRegion region, final ArrayImg<UnsignedByteType, ByteArray> image) {
			if (!blank || region.text().isEmpty()) return region.field().cut(image, size, Interpolation.BILINEAR_ANTIALIASED);
			final Box box = region.field().box();
			final ArrayImg<UnsignedByteType, ByteArray> crop = Images.crop(image, box);
			for (final Box text : region.text())
				TextBlank.fill(crop, CropPlan.inCrop(text, box, 0));
			return size == 0 ? crop : Resize.resize(crop, size, size, Interpolation.BILINEAR_ANTIALIASED);
		}
	}

	/**
	 * One region as it was written.
	 *
	 * @param file of its first frame, in the folder of images
	 * @param region of the screen
	 * @param text where writing is or was, in the crop
	 */
	record Crop(String file, CropRegion region, List<Box> text) {
	}

	/**
	 * What was written, and why not all.
	 *
	 * @param samples rows of the crops, frame by frame
	 * @param crops one a region
	 * @param cuts the frames
	 * @param still frames of a clip that were left out as they show the one before again
	 * @param grouped whether the crops got the file's name for a patient
	 * @param failure why there is nothing or only what was finished: a frame or mask that cannot be read; null if all is there
	 */
	record Written(List<Sample> samples, List<Crop> crops, List<Cut> cuts, int still, boolean grouped,
		SonoflowException.File failure)
	{

		/** {@return what another process needs to know of it, see {@link CropWriter#restored}} */
		CropPart part(final String file) {
			// A number that is none is no JSON.
			return new CropPart(file, cuts.stream().mapToInt(Cut::frame).toArray(), cuts.stream().mapToDouble(cut -> Double.isNaN(
				cut.seconds) ? -1 : cut.seconds).toArray(), still, failure == null ? "" : failure.getMessage());
		}

		/** {@return how many frames} */
		int frames() {
			return crops.isEmpty() ? 0 : samples.size() / crops.size();
		}
	}

	/** A frame, by number, and when it is shown; NaN if nobody knows. */
	record Cut(int frame, double seconds) {
	}

	/** Where a crop is from: frame and region by number, and when the frame is shown; NaN if nobody knows. */
	private record Place(int frame, int region, double seconds) {
	}

	/** A frame that cannot be read, which is the file's fault and not the disk's. */
	private static final class BrokenFrame extends RuntimeException {

		private static final long serialVersionUID = 1L;
		private final transient SonoflowException.File reason;

		BrokenFrame(final SonoflowException.File reason) {
			super(reason);
			this.reason = reason;
		}
	}

	/** {@return what another process wrote of the file} */
	Written restored(final CropPart part) {
		final SonoflowException.File failure = part.failure().isEmpty() ? null : new SonoflowException.File(part.failure());
		if (part.frames().length == 0) return new Written(List.of(), List.of(), List.of(), 0, false, failure);
		final boolean grouped = isGrouped();
		final List<Sample> rows = rows(grouped);
		final List<Sample> samples = new ArrayList<>();
		final List<Cut> cuts = new ArrayList<>();
		for (int i = 0; i < part.frames().length; i++) {
			final Cut cut = new Cut(part.frames()[i], part.seconds()[i] < 0 ? Double.NaN : part.seconds()[i]);
			for (int region = 0; region < plan.regions().size(); region++)
				samples.add(row(rows.get(region), new Place(cut.frame, region, cut.seconds)));
			cuts.add(cut);
		}
		return new Written(samples, crops(), cuts, part.still(), grouped, failure);
	}

	/** {@return whether the part is of this file, and its crops and their masks still are there} */
	boolean isThere(final CropPart part) {
		return SharedFiles.isOf(part.file(), name) && restored(part).samples().stream().allMatch(crop -> Files.isRegularFile(crop
			.image()) && (crop.mask() == null || Files.isRegularFile(crop.mask())));
	}

	private boolean isGrouped() {
		return item.sample().patient().isEmpty() && plan.regions().size() * plan.chosen().size() > 1;
	}

	/** {@return what was written: all crops of the file, or those of the frames before one that cannot be read} */
	Written write(final Monitor monitor) {
		final List<Sample> samples = new ArrayList<>();
		final List<Cut> cuts = new ArrayList<>();
		final StillFrames still = new StillFrames(plan);
		final boolean grouped = isGrouped();
		final List<Sample> rows = rows(grouped);
		try (FrameReader reader = read(item::open); FrameReader masks = item.sample().mask() == null ? null : read(
			() -> ImageFiles.open(item.sample().mask())))
		{
			requireUnchanged(reader, item.sample().image());
			if (masks != null) requireUnchanged(masks, item.sample().mask());
			for (final int frame : plan.chosen()) {
				monitor.checkCancelled();
				final ArrayImg<UnsignedByteType, ByteArray> screen = read(() -> reader.gray(frame));
				if (!still.isNew(screen)) continue;
				final double seconds = plan.frames() > 1 ? reader.seconds(frame) : Double.NaN;
				final List<Sample> crops = new ArrayList<>();
				for (int i = 0; i < plan.regions().size(); i++)
					crops.add(write(screen, masks, new Place(frame, i, seconds), rows.get(i), monitor));
				samples.addAll(crops);
				cuts.add(new Cut(frame, seconds));
			}
		}
		catch (final BrokenFrame e) {
			unwrite(samples);
			return samples.isEmpty() ? new Written(List.of(), List.of(), List.of(), 0, false, e.reason) : new Written(samples, crops(),
				cuts, still.count(), grouped, e.reason);
		}
		return new Written(samples, crops(), cuts, still.count(), grouped, plan.broken());
	}

	/** Between plan and crop somebody may have put another picture there. */
	private void requireUnchanged(final FrameReader reader, final Path file) {
		if (reader.frames() != plan.frames() || plan.regions().stream().anyMatch(region -> !FixedViews.fits(region.field().box(),
			reader.width(), reader.height()))) throw new BrokenFrame(new SonoflowException.File(file +
				" is another picture now (" + reader.width() + " x " + reader.height() + " pixels, " + reader.frames() +
				" frames) than when the run began. Leave the input alone while it runs, and run it again."));
	}

	private static <R> R read(final Supplier<R> work) {
		try {
			return work.get();
		}
		catch (final SonoflowException.File e) {
			throw new BrokenFrame(Found.damage(e));
		}
	}

	/** Of a frame that was not finished some crops may be there, or an image without its mask. */
	private void unwrite(final List<Sample> finished) {
		final Set<String> kept = finished.stream().map(sample -> sample.image().getFileName().toString()).collect(Collectors.toSet());
		for (final String file : files(name, plan).stream().filter(each -> !kept.contains(each)).toList())
			for (final String part : List.of("images", "masks")) {
				final Path path = folder.resolve(part).resolve(file);
				try {
					if (Files.exists(path)) AtomicFiles.delete(path);
				}
				catch (final IOException e) {
					throw new SonoflowException.File("Cannot delete " + path + ", which belongs to a file that cannot be read: " +
						AtomicFiles.reason(e) + ". Delete it by hand.", e);
				}
			}
	}

	private List<Crop> crops() {
		final List<Crop> crops = new ArrayList<>();
		for (int i = 0; i < plan.regions().size(); i++) {
			final CropRegion region = plan.regions().get(i);
			crops.add(new Crop(file(name, plan, i, plan.chosen().get(0)), region, region.text().stream().map(box -> CropPlan.inCrop(
				box, region.field().box(), form.size())).toList()));
		}
		return crops;
	}

	private static String file(final String name, final CropPlan plan, final int region, final int frame) {
		return part(name, plan, region) + (plan.frames() > 1 ? String.format(Locale.ROOT,
			"_f%04d", frame) : "") + ".png";
	}

	private static String part(final String name, final CropPlan plan, final int region) {
		return plan.regions().size() > 1 ? name + "_v" + region : name;
	}

	/** {@return the names of all crops that a file may have} */
	static List<String> files(final String name, final CropPlan plan) {
		final List<String> files = new ArrayList<>();
		for (final int frame : plan.chosen())
			for (int region = 0; region < plan.regions().size(); region++)
				files.add(file(name, plan, region, frame));
		return files;
	}

	private Sample write(final ArrayImg<UnsignedByteType, ByteArray> screen, final FrameReader masks, final Place place,
		final Sample row, final Monitor monitor)
	{
		final CropRegion region = plan.regions().get(place.region);
		final String file = file(name, plan, place.region, place.frame);
		final Path image = folder.resolve("images").resolve(file);
		final var cut = form.cut(region, screen);
		ImageFiles.writePng(image, cut);
		monitor.preview("crop", cut);
		if (masks != null) {
			ImageFiles.writePng(folder.resolve("masks").resolve(file), region.field().cut(read(() -> form.mask(item.sample().mask(),
				masks, place.frame)), form.size(), Interpolation.NEAREST));
		}
		return row(row, place);
	}

	/** {@return of each region what the rows of all its frames have in common, which they share: a long clip has many} */
	private List<Sample> rows(final boolean grouped) {
		final Sample sample = item.shown();
		final Sample row = grouped ? new Sample(sample.image(), name, sample.side(), sample.view(), sample.label(), sample
			.organ(), sample.mask(), sample.truth(), sample.extra()) : sample;
		return IntStream.range(0, plan.regions().size()).mapToObj(region -> columns(row.withView(view(region)), region)).toList();
	}

	private Sample columns(final Sample row, final int number) {
		final CropRegion region = plan.regions().get(number);
		final FieldOfView found = region.field();
		final Box box = found.box();
		final Sample sized = form.size() == 0 ? row : row.withPixels((double) box.w() / form.size(), (double) box.h() / form.size());
		final Sample crop = sized.withExtra("source", item.source(folder)).withExtra("x", String.valueOf(box.x())).withExtra("y",
			String.valueOf(box.y())).withExtra("w", String.valueOf(box.w())).withExtra("h", String.valueOf(box.h())).withExtra(
				"score", String.format(Locale.ROOT, "%.3f", found.score()));
		final Sample from = form.origin() ? crop.withExtra("box", region.origin().word()) : crop;
		return plan.frames() > 1 && from.clip().isEmpty() ? from.withExtra(Sample.CLIP, part(name, plan, number)) : from;
	}

	private Sample row(final Sample row, final Place place) {
		final String file = file(name, plan, place.region, place.frame);
		final Path mask = item.sample().mask() == null ? null : folder.resolve("masks").resolve(file);
		final Sample crop = row.withFiles(folder.resolve("images").resolve(file), mask);
		if (plan.frames() == 1) return crop;
		final Sample frame = crop.withExtra("frame", String.valueOf(place.frame));
		return Double.isNaN(place.seconds) ? frame : frame.withExtra(Sample.SECONDS, String.format(Locale.ROOT, "%.4f",
			place.seconds));
	}

	/** A screen with the views a+b and two rectangles gives view a and view b. */
	private String view(final int region) {
		final String[] views = item.sample().view().split("\\+", -1);
		return views.length == plan.regions().size() ? views[region].strip() : item.sample().view();
	}
}
