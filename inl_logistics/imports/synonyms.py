"""The words that head a column, by role: English, Spanish, French, Portuguese, and the abbreviations of the trade.

Texts are compared folded, without punctuation ("#" counts as "no"); the first of a role's words is its strongest.
Source: the headers of real files (property books, vendors' quotations, packing lists, delivery histories).
"""

from __future__ import annotations

from inl_logistics.imports.roles import Kind, Role

COMMON: dict[Role, str] = {
    Role.AGENCY: "agency name|station name|station name lea|law enforcement agency|agency|lea|recipient agency|holder|"
    "recipient|end user|beneficiary|beneficiary agency|consignee|police department|department|institution|custodian|"
    "nombre de la agencia|agencia|institucion|entidad|beneficiario|dependencia|destinatario|agence|organisme|"
    "beneficiaire|nom de l agence|nom de l organisme|service beneficiaire|orgao|agencia beneficiaria|instituicao",
    Role.AGENCY_UNIT: "recipient unit|police unit|unit name|unidad policial|unidad beneficiaria|unite beneficiaire",
    Role.FACILITY: "facility|site|location name|prison|station|installation|instalacion|centro|establecimiento|sede|"
    "etablissement|site de destination|estabelecimento|delivered to",
    Role.REGION: "state|province|region|governorate|oblast|district|department code|estado|provincia|departamento|"
    "province etat|etat|departement|wilaya|state code|state province",
    Role.COUNTRY: "country|country name|destination country|place of performance country|recipient country|pais|"
    "pais de destino|pays|pays de destination|country of destination",
    Role.STATION_TYPE: "station type|agency type|tipo de agencia|type d agence|tipo de estacion",
    Role.NSN: "nsn|national stock number|nsn no|stock number|stock no|stock nbr|nsn niin|nato stock number|numero nacional de existencias|"
    "numero de existencia nacional|numero otan|nno|nsn lsn|nsn no stock",
    Role.FSC: "fsc|federal supply class|supply class|fsg fsc|clase federal",
    Role.NIIN: "niin|national item identification number|item identification number",
    Role.ITEM_CODE: "item code|part no|part number|p n|pn|sku|product code|item no|item number|catalog no|"
    "catalog number|model part no|vendor part no|mfr part no|mfg part no|material|material no|stock code|article no|"
    "article number|code|codigo|codigo de articulo|codigo del articulo|codigo de producto|no de parte|"
    "numero de parte|referencia|ref|reference|code article|reference article|code produit|no article|codigo do item|"
    "codigo do produto|clin|cat no",
    Role.ITEM_NAME: "item name|item description|common name|item|product name|product|nomenclature|nomen|"
    "description of goods|goods description|commodity|equipment|article|descr|desc|item desc|product description|"
    "nombre del articulo|nombre del item|articulo|descripcion|descripcion del articulo|descripcion del producto|"
    "descripcion de la mercancia|producto|bien|denominacion|designation|libelle|nom de l article|"
    "designation de l article|designation des marchandises|produit|descricao|descricao do item|nome do item|"
    "award description|name of item|designacao",
    Role.DESCRIPTION: "description|long description|full description|details|specification|specifications|detalle|"
    "especificacion|especificaciones|descripcion larga|caracteristiques|especificacao",
    Role.CATEGORY: "category|item category|product group|product category|commodity group|rep office|class|categoria|"
    "rubro|grupo|categorie|famille|groupe|group",
    Role.MANUFACTURER: "manufacturer|maker|make|brand|mfr|mfg|oem|manufactured by|fabricante|marca|fabricant|marque|"
    "brand name",
    Role.MODEL: "model|model no|model number|model name|modelo|no de modelo|modele|no de modele|type model",
    Role.SIZE: "size|sizes|variant|cut|talla|tamano|talle|taille|pointure|tamanho|color size",
    Role.TRACKING: "tracking|tracked by|control type|tipo de control|seguimiento|suivi",
    Role.QUANTITY: "quantity|qty|qnty|quant|qty shipped|shipped qty|quantity shipped|qty ordered|ordered qty|"
    "quantity ordered|line item quantity|order quantity|on hand|qty on hand|quantity on hand|pieces|pcs|units|"
    "no of units|number of units|count|total qty|total quantity|cantidad|cant|cantidad pedida|cantidad enviada|"
    "existencia|existencias|unidades|piezas|quantite|qte|quantite commandee|quantite livree|qte livree|nombre|"
    "quantidade|qtd|qtde|menge|balance|stock",
    Role.UNIT: "ui|unit of issue|uoi|u i|uom|unit of measure|u m|unit|um|measure|unit of measurement|qty unit|"
    "unidad|unidad de medida|unidad de entrega|u de m|unite|unite de mesure|unite de distribution|unidade|"
    "unidade de medida",
    Role.PACK_SIZE: "unit of measure per pack|pack size|units per pack|pieces per pack|qty per pack|per pack|"
    "unidades por paquete|unites par paquet|pack qty",
    Role.UNIT_VALUE: "unit value|unit cost|unit price|pack price|acquisition value|unit acquisition value|"
    "price each|price per unit|cost per unit|unit price usd|us price|rate|price|cost|value each|each price|acquisition cost|"
    "initial acquisition value|valor unitario|precio unitario|precio|costo unitario|valor de adquisicion|costo|p u|"
    "p unitario|v unitario|prix unitaire|pu|cout unitaire|valeur unitaire|prix|valeur d acquisition|preco unitario|"
    "preco|custo unitario|us|usd",
    Role.PIECE_VALUE: "price per piece|piece price|precio por pieza|prix par piece",
    Role.LINE_VALUE: "total cost|line total|line value|line item value|total value|extended price|extended cost|"
    "extended value|ext price|ext cost|total price|total amount|amount|line amount|total|total usd|value|net amount|"
    "net value|importe|importe total|valor total|precio total|costo total|monto|monto total|total linea|subtotal|"
    "montant|montant total|prix total|valeur totale|cout total|total ligne|preco total|custo total|valor",
    Role.OBLIGATION: "total obligation usd|total obligation|obligation|obligated amount|amount obligated|"
    "total obligated amount|award amount|dollars obligated|federal action obligation|total dollars obligated|"
    "current total value of award|monto comprometido|montant engage",
    Role.CURRENCY: "currency|curr|currency code|moneda|divisa|devise|monnaie|moeda",
    Role.SERIAL: "serial number|serial no|serial|s n|sn|serial nos|serial numbers|serials|ser no|serial s|"
    "numero de serie|no de serie|no serie|n serie|serie|nro de serie|nro serie|num serie|num de serie|"
    "numero serie|seriennummer|vin|imei|numero de serie fabricant",
    Role.SERIAL_REQUIRED: "serial number required flag|serial required|serial number required|serialized|"
    "requiere serie|serie obligatoire",
    Role.LOT: "lot|lot no|lot number|batch|batch no|batch number|lot batch|lote|no de lote|numero de lote|"
    "no de lot|numero de lot",
    Role.EXPIRY: "expiry|expiry date|expiration|expiration date|exp|exp date|expires|expires on|use by|best before|"
    "shelf life expiration|shelf life date|valid until|fecha de vencimiento|vencimiento|vence|caducidad|"
    "fecha de caducidad|fecha de expiracion|date d expiration|date de peremption|peremption|dluo|"
    "data de validade|validade|vencimento",
    Role.MADE_ON: "date of manufacture|manufacture date|manufacturing date|mfg date|made on|dom|production date|"
    "manufactured|fecha de fabricacion|fabricacion|date de fabrication|data de fabricacao",
    Role.CONDITION: "condition|condition code|cond|cc|state of item|estado del bien|condicion|etat du bien|"
    "condicao|item condition",
    Role.SHIPPED_ON: "ship date|date shipped|shipped date|shipment date|date of shipment|shipped on|shipped|"
    "dispatch date|date dispatched|issue date|date issued|acquisition date|date acquired|acquired on|date received|"
    "received date|receipt date|fecha de envio|fecha de embarque|fecha de despacho|fecha de adquisicion|"
    "fecha de entrega|fecha de recepcion|date d expedition|date d envoi|date d acquisition|date de reception|"
    "data de envio|data de embarque|data de aquisicao",
    Role.DELIVERED_ON: "delivered to client date|delivery date|date delivered|delivered on|delivered|"
    "actual delivery date|arrival date|date of arrival|ata|fecha de llegada|fecha entregado|entregado|"
    "date de livraison|livre le|data de entrega",
    Role.SCHEDULED_ON: "scheduled delivery date|scheduled date|promised date|eta|estimated arrival|"
    "estimated delivery date|planned delivery|delivery due|fecha prevista|fecha prevista de entrega|"
    "fecha estimada de llegada|date prevue|date de livraison prevue|data prevista",
    Role.RECORDED_ON: "delivery recorded date|recorded date|date recorded|fecha de registro|date d enregistrement",
    Role.ORDERED_ON: "po sent to vendor date|order date|po date|date ordered|ordered on|purchase date|date signed|"
    "award date|signed date|date of order|fecha de pedido|fecha de orden|fecha de compra|fecha de la orden|"
    "fecha de firma|date de commande|date de signature|data do pedido|data da assinatura",
    Role.REQUESTED_ON: "requisition date|date requested|request date|requested on|fecha de solicitud|"
    "date de demande|data da solicitacao",
    Role.QUOTED_ON: "pq first sent to client date|quote date|quotation date|quoted on|fecha de cotizacion|date du devis",
    Role.INVENTORY_ON: "last inventory date|inventory date|date of inventory|last inventoried|last inventory|"
    "fecha de inventario|ultimo inventario|fecha del ultimo inventario|date d inventaire|date du dernier inventaire|"
    "data do inventario",
    Role.NEED_BY: "need by|need by date|required date|required by|date required|required delivery date|rdd|"
    "fecha requerida|fecha limite|date requise|date limite|data requerida",
    Role.ORDER_NUMBER: "po so no|po no|po number|po|purchase order|purchase order no|purchase order number|order no|"
    "order number|order|contract no|contract number|award id piid|award id|award number|piid|task order|"
    "no de orden|numero de orden|orden de compra|no de pedido|numero de pedido|pedido|contrato|no de contrato|"
    "no de commande|numero de commande|bon de commande|commande|no de marche|numero do pedido|ordem de compra",
    Role.LINE_NUMBER: "line no|line number|line|po line|line item|item line|linea|no de linea|ligne|no de ligne|linha|"
    "pos|position",
    Role.PARENT_AWARD: "parent award id|parent award|parent contract|idv piid|referenced idv|contrato marco|"
    "contrat cadre|parent award id piid",
    Role.QUOTE_NUMBER: "pq no|quote no|quotation no|quote number|quotation number|rfq no|cotizacion|no de cotizacion|"
    "devis|no de devis|proforma|proforma no",
    Role.REQUISITION: "requisition id|requisition number|requisition no|requisition|request no|request number|"
    "no de requisicion|requisicion|solicitud|no de solicitud|demande no|no de demande|rtd ref|rtd reference",
    Role.SHIPMENT_NUMBER: "asn dn no|asn no|asn|dn no|delivery note|delivery note no|shipment no|shipment number|"
    "shipment id|shipment|shipping no|dispatch no|no de envio|numero de envio|embarque|no de embarque|envio|"
    "bon de livraison|no d expedition|numero d expedition|expedition|remessa",
    Role.CONTAINER: "container|container no|container number|cntr|contenedor|no de contenedor|conteneur|"
    "no de conteneur|conteiner",
    Role.PALLET: "pallet|pallet no|pallet number|plt|tarima|paleta|palette|no de palette|palete",
    Role.PACKAGE: "carton|carton no|carton number|ctn|ctn no|case|case no|box|box no|box number|package|package no|"
    "parcel|crate|caja|no de caja|bulto|no de bulto|paquete|colis|no de colis|caisse|no de caisse|volume no|caixa",
    Role.VENDOR: "vendor|vendor name|supplier|supplier name|seller|contractor|recipient name|awardee|shipper|"
    "proveedor|vendedor|contratista|nombre del proveedor|fournisseur|nom du fournisseur|vendeur|titulaire|"
    "fornecedor|vendor supplier",
    Role.CARRIER: "carrier|forwarder|freight forwarder|shipping line|airline|transportista|transportador|"
    "naviera|transporteur|transportadora",
    Role.WAYBILL: "awb|awb no|bl|b l|b l no|bill of lading|bill of lading no|airway bill|air waybill|awb bl|"
    "guia aerea|conocimiento de embarque|lettre de transport|connaissement|tracking number|tracking no",
    Role.INCOTERM: "vendor inco term|incoterm|incoterms|inco term|inco terms|delivery terms|terms of delivery|"
    "terminos de entrega",
    Role.MODE: "shipment mode|mode|mode of transport|transport mode|shipping mode|ship via|modo de transporte|"
    "modo|mode de transport|modalidade",
    Role.PROJECT: "project code|project|project no|project number|program|proyecto|codigo de proyecto|projet|"
    "code projet|projeto",
    Role.AGREEMENT: "agreement|loa|agreement no|letter of agreement|acuerdo|carta de acuerdo|accord|convention|acordo",
    Role.FUND: "fund cite|funding|fund|accounting|fiscal data|appropriation|fondo|partida|imputation|fundo",
    Role.WEIGHT_KG: "weight kilograms|weight kg|weight|gross weight|gross weight kg|gross wt|gw kg|kg|kgs|peso|"
    "peso bruto|peso kg|peso bruto kg|poids|poids brut|poids kg|poids brut kg",
    Role.FREIGHT: "freight cost usd|freight cost|freight|shipping cost|flete|costo de flete|fret|cout du fret|frete",
    Role.INSURANCE: "line item insurance usd|insurance|insurance cost|seguro|assurance|line item insurance",
    Role.STORE: "store|warehouse|warehouse name|stock location|storage location|depot|almacen|bodega|deposito|"
    "magasin|entrepot|armazem",
    Role.BIN: "bin|bin location|shelf|rack|bin code|aisle|position in store|ubicacion|estante|casillero|"
    "emplacement|etagere|posicao|bin loc|location|loc",
    Role.PROPERTY_NUMBER: "property number|property no|asset number|asset no|asset tag|barcode|bar code|tag no|"
    "inventory number|inventory no|no de inventario|numero de inventario|codigo de barras|numero d inventaire|"
    "no d inventaire|code barres|patrimonio",
    Role.DEMIL_CODE: "demil code|demil|demil cd",
    Role.DEMIL_IC: "demil ic|demil integrity code|demil integrity",
    Role.HS_CODE: "hs code|hs|hts|hts code|tariff code|schedule b|partida arancelaria|fraccion arancelaria|"
    "codigo hs|code sh|position tarifaire|ncm",
    Role.UN_NUMBER: "un number|un no|un id|un|numero onu|no onu|hazmat|hazard un",
    Role.ECCN: "eccn|export class|usml|export control|export control number",
    Role.ORIGIN: "country of origin|origin|made in|coo|pais de origen|origen|pays d origine|origine|pais de origem",
    Role.LIFE_MONTHS: "shelf life months|shelf life|life months|vida util|vida util meses|duree de vie|service life",
    Role.CARTON_QUANTITY: "carton quantity|qty per carton|units per carton|pcs per carton|pieces per carton|"
    "unidades por caja|qte par carton",
    Role.MINIMUM_STOCK: "minimum stock|min stock|minimum|reorder level|reorder point|stock minimo|stock minimum|"
    "estoque minimo",
    Role.STATUS: "status|property status|line status|book type|estado de linea|statut|situacao",
    Role.REASON: "reason cancelled|reason canceled|cancellation reason|reason|motivo|raison|motif|razon",
    Role.CANCELED_BY: "cancelled by|canceled by|cancelado por|annule par",
    Role.REMARK: "remarks|remark|notes|note|comments|comment|justification|observaciones|observacion|comentarios|"
    "notas|remarques|observations|commentaires|observacoes|justificacion",
    Role.ROW_NUMBER: "row|row no|no|s no|sr no|sl no|seq|nro|num|numero|rang|n|id|item id|orden no|renglon",
    Role.ADDRESS: "address|direccion|adresse|endereco",
}

BY_KIND: dict[Kind, dict[Role, str]] = {
    Kind.PARTNERS: {
        Role.PARTNER_NAME: "name|partner|partner name|organization|organisation|vendor|vendor name|supplier|agency|"
        "agency name|unit|unit name|facility|facility name|station name|station name lea|nombre|nom|nome|entidad|"
        "institucion|organismo|organisme|proveedor|fournisseur|law enforcement agency",
        Role.PARTNER_CODE: "code|short name|abbreviation|acronym|codigo|sigla|siglas|sigle",
        Role.PARTNER_TYPE: "type|kind|level|tipo|nivel|niveau|category|station type",
        Role.PARTNER_PARENT: "parent|part of|belongs to|under|reports to|ministry|parent agency|depende de|"
        "pertenece a|ministerio|rattache a|ministere|superior",
        Role.NATIVE_NAME: "native name|local name|name in local language|nombre local|nom local|arabic name",
        Role.ENGLISH_NAME: "english name|name in english|nombre en ingles|nom en anglais",
    },
    Kind.CATALOG: {
        Role.ITEM_NAME: "name|common name|nombre|nom|nome|item name|short description|description",
        Role.DESCRIPTION: "description|long description|full description",
        Role.UNIT_VALUE: "price|list price|valor|value|amount",
        Role.LIFE_MONTHS: "life",
    },
    Kind.HOLDINGS: {Role.UNIT_VALUE: "acquisition value|value|valor|price"},
    Kind.STOCK: {Role.UNIT_VALUE: "value|valor", Role.ITEM_NAME: "description|name"},
    Kind.ORDERS: {
        Role.ITEM_NAME: "description|award description|name",
        Role.ORDER_NUMBER: "requisition id|requisition number",
    },
    Kind.SHIPMENTS: {
        Role.ITEM_NAME: "description|name",
        Role.ORDER_NUMBER: "requisition id|requisition number",
    },
    Kind.PACKING_LIST: {
        Role.ITEM_NAME: "description|name|contents|contenido|contenu",
        Role.PACKAGE: "package|package id|id",
    },
    Kind.SERIALS: {Role.ITEM_NAME: "description|name"},
}

CANCELLATION_ROLES = frozenset({Role.CANCELED_BY, Role.REASON})
"""A sheet with one of these columns lists what was canceled: nothing came of it."""

TOTAL_WORDS = (
    "grand total|sub total|subtotal|total|totals|summary|sum|total general|totales|suma|resumen|total a pagar|somme|"
    "totaux|total geral|soma|gesamt|итого|всього|المجموع|الإجمالي|insgesamt|report total|page total"
)
"""Words that begin the label of a total row."""
