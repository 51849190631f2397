import type { Request, Response } from 'express';
import type { Wanted } from '../../compiler/compiled-releases.js';
import type { BookStream } from '../../compiler/tasks/book-streams.js';
import { bookOf, type Release } from '../../releases/release.js';
import type { ReleaseHeader } from '../../releases/release-header.js';
import type { Services } from '../services.js';
import { acceptedType } from '../wire/accepted-type.js';
import { isKnown } from '../wire/etag.js';
import { queryInstant, queryNumber, queryText } from '../wire/query.js';
import { sendPieces, takesGzip } from '../wire/send-pieces.js';
import type { Route } from './route.js';

const FORMATS = ['application/json', 'text/csv', 'text/markdown'] as const;

/** `GET /v1/products` and `GET /v1/prices`. */
export function priceListRoutes({ releases, clock }: Services): readonly Route[] {
  /** With its texts where they are here, so that the list can be had while the database is away. */
  const bookFor = async (release: Release | ReleaseHeader) =>
    'card' in release ? bookOf(release) : releases.book(release.number);

  const products = async (request: Request, response: Response): Promise<void> => {
    const release = releases.find(wantedBy(request));
    if (isKnown(request, response, release.digest, codingOf(request))) return;
    const asked = { book: await bookFor(release), release: release.number };
    const { pieces } = await releases.work.stream('products', asked);
    await sendPieces(request, response, 'application/json', pieces);
  };

  const prices = async (request: Request, response: Response): Promise<void> => {
    const wanted = wantedBy(request);
    const release = releases.find(wanted);
    const only = queryText(request, 'product');
    const format = acceptedType(request, response, FORMATS);
    const kind = format === 'application/json' ? '' : `;${format}`;
    const coding = codingOf(request);
    const isKnownAs = ({ version }: Pick<BookStream, 'version'>): boolean =>
      isKnown(request, response, `${release.digest}${kind}${version === undefined ? '' : `;${version}`}`, coding);
    // Whether the prices depend on the moment is known of those that are compiled here: the others are asked first.
    const untimed = 'card' in release && !release.card.timed;
    if (untimed && isWhole(release, only) && isKnownAs({ version: undefined })) return;
    const asked = { book: await bookFor(release), release: release.number, at: wanted.at ?? clock(), only, format };
    const list = await releases.work.stream('prices', asked);
    if (isKnownAs(list)) await list.pieces.return();
    else await sendPieces(request, response, format, list.pieces);
  };

  return [
    { operation: 'GET /v1/products', access: 'quote', handle: products },
    { operation: 'GET /v1/prices', access: 'quote', handle: prices },
  ];
}

/** Whether the list that is asked for exists: of all products, or of one that there is. */
function isWhole({ card }: Release, only: string | undefined): boolean {
  return only === undefined || card.products.has(only);
}

/** What an ETag adds for an answer that is compressed: a strong one names its very bytes. */
function codingOf(request: Request): string {
  return takesGzip(request) ? ';gzip' : '';
}

function wantedBy(request: Request): Wanted {
  return {
    release: queryNumber(request, 'release'),
    at: queryInstant(request, 'at'),
    knownAt: queryInstant(request, 'known_at'),
  };
}
